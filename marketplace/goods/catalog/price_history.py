"""What each variant was offered for, as rows that only grow, and what is told of it beside its price."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from marketplace.goods.catalog.models import (
    Listing,
    PriceChange,
    Product,
    Promotion,
    PromotionPrice,
    Variant,
)
from marketplace.goods.catalog.price_rules import Offered, PromotionState, tell_price, window_start
from marketplace.kernel.calendar import mexican_day, night_of
from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from tenants.wall import plain_sql

MOST_SHOWN = 100
_WHY = "some hundred prices are noted in one statement, of the shop whose products are locked"
_NOTE = plain_sql(
    """
    INSERT INTO price_change (tenant_id, id, product_id, variant_id, before_minor, after_minor, on_shelf, at, by)
    SELECT :tenant, r.id, r.product_id, r.variant_id, r.before, r.after, r.on_shelf, :at, :by
    FROM jsonb_to_recordset(cast(:rows AS jsonb))
         AS r (id uuid, product_id uuid, variant_id uuid, before bigint, after bigint, on_shelf boolean)
    """,
    why=_WHY,
)
_TELL = plain_sql(
    """
    INSERT INTO variant_price (tenant_id, id, told, turns_at)
    SELECT :tenant, r.id, r.told, CASE WHEN r.told IS NOT NULL THEN cast(:turns AS timestamptz) END
    FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS r (id uuid, told jsonb)
    ON CONFLICT (tenant_id, id) DO UPDATE SET told = excluded.told, turns_at = excluded.turns_at
    """,
    why=_WHY,
)


class PriceMoved(NamedTuple):
    """A price that changed, in centavos; without one of before it came onto the shelf, or left it."""

    product_id: UUID
    variant_id: UUID
    before: int | None
    after: int


def note_changes(work: Work, tenant_id: UUID, changes: Sequence[PriceMoved]) -> None:
    """Keep changes of prices, and say anew what is told beside them."""
    shown = set(
        work.session.scalars(
            select(Variant.id).where(
                Variant.tenant_id == tenant_id,
                Variant.id.in_([one.variant_id for one in changes]),
                Variant.approved_name.is_not(None),
                exists().where(Listing.tenant_id == tenant_id, Listing.id == Variant.product_id),
            )
        )
    )
    _note(work, tenant_id, changes, lambda one: one.variant_id in shown)
    retell(work, tenant_id, [one.variant_id for one in changes])


def _note(work: Work, tenant_id: UUID, changes: Sequence[PriceMoved], on_shelf: Callable[[PriceMoved], bool]) -> None:
    rows = [
        {"id": str(new_id()), "product_id": str(one.product_id), "variant_id": str(one.variant_id), "before": one.before,
         "after": one.after, "on_shelf": on_shelf(one)}
        for one in changes
    ]  # fmt: skip
    asked = {"tenant": tenant_id, "at": work.now, "by": work.actor.name, "rows": json.dumps(rows)}
    work.session.execute(_NOTE, asked)


def note_shelf(work: Work, product: Product, *, on_shelf: bool) -> None:
    """Keep that a product's variants came onto the shelf, or left it, at the prices that they have."""
    work.session.flush()
    last = (
        select(PriceChange.on_shelf, PriceChange.after_minor)
        .where(PriceChange.tenant_id == Variant.tenant_id, PriceChange.variant_id == Variant.id)
        .order_by(PriceChange.at.desc(), PriceChange.id.desc())
        .limit(1)
        .lateral()
    )
    found = work.session.execute(
        select(Variant.id, Variant.price_minor, last.c.on_shelf, last.c.after_minor)
        .outerjoin(last, last.c.on_shelf.is_not(None))
        .where(
            Variant.tenant_id == product.tenant_id,
            Variant.product_id == product.id,
            Variant.removed_at.is_(None),
            Variant.approved_name.is_not(None),
        )
    ).all()
    changed = [one for one in found if bool(one.on_shelf) != on_shelf or one.after_minor != one.price_minor]
    if changed:
        _note(
            work,
            product.tenant_id,
            [PriceMoved(product.id, one.id, None, one.price_minor) for one in changed],
            lambda _one: on_shelf,
        )
        if any(one.after_minor is not None for one in found):  # what was never offered has nothing to tell
            retell(work, product.tenant_id, [one.id for one in changed])


def retell(work: Work, tenant_id: UUID, variant_ids: Sequence[UUID]) -> None:
    """Say anew what is told beside the prices of some variants; the shelf is brought up to date by who asks."""
    offered = _offered(work, tenant_id, variant_ids)
    until = _promoted_until(work, tenant_id, variant_ids)
    rows = []
    for variant_id in set(variant_ids):
        told = tell_price(offered[variant_id], work.now)
        rows.append({"id": str(variant_id), "told": told.as_row(until.get(variant_id)) if told else None})
    turns = night_of(mexican_day(work.now))
    work.session.execute(_TELL, {"tenant": tenant_id, "turns": turns, "rows": json.dumps(rows)})


def _offered(work: Work, tenant_id: UUID, variant_ids: Sequence[UUID]) -> dict[UUID, list[Offered]]:
    """What variants were offered for in the last thirty days, and what was true when these began."""
    since = window_start(work.now)
    of_them = (PriceChange.tenant_id == tenant_id, PriceChange.variant_id.in_(variant_ids))
    began = (
        select(PriceChange.variant_id, func.max(PriceChange.at).label("at"))
        .where(*of_them, PriceChange.at <= since)
        .group_by(PriceChange.variant_id)
        .cte("began")
    )
    rows = work.session.execute(
        select(PriceChange.variant_id, PriceChange.at, PriceChange.after_minor, PriceChange.on_shelf)
        .outerjoin(began, began.c.variant_id == PriceChange.variant_id)
        .where(*of_them, or_(PriceChange.at > since, PriceChange.at == began.c.at))
        .order_by(PriceChange.variant_id, PriceChange.at, PriceChange.id)
    )
    found: dict[UUID, list[Offered]] = defaultdict(list)
    for row in rows:
        found[row.variant_id].append(Offered(row.at, row.after_minor, row.on_shelf))
    return found


def _promoted_until(work: Work, tenant_id: UUID, variant_ids: Sequence[UUID]) -> dict[UUID, date]:
    """The last day of the promotion that variants are in now."""
    rows = work.session.execute(
        select(PromotionPrice.variant_id, Promotion.ends_at)
        .join(
            Promotion, (Promotion.tenant_id == PromotionPrice.tenant_id) & (Promotion.id == PromotionPrice.promotion_id)
        )
        .where(
            PromotionPrice.tenant_id == tenant_id,
            PromotionPrice.variant_id.in_(variant_ids),
            PromotionPrice.ended_at.is_(None),
            Promotion.state == PromotionState.RUNNING,
        )
    )
    return {variant_id: mexican_day(ends_at - timedelta(microseconds=1)) for variant_id, ends_at in rows}


class PriceLine(NamedTuple):
    """A line of a product's price history, as its shop reads it."""

    at: datetime
    variant: str
    before_minor: int | None
    after_minor: int
    on_shelf: bool
    by: str


def price_history(work: Work, product_id: UUID) -> list[PriceLine]:
    """List how the prices of a product of this shop changed, the latest first."""
    rows = work.session.execute(
        select(
            PriceChange.at, Variant.name, PriceChange.before_minor, PriceChange.after_minor, PriceChange.on_shelf,
            PriceChange.by,
        )
        .join(Variant, (Variant.tenant_id == PriceChange.tenant_id) & (Variant.id == PriceChange.variant_id))
        .where(PriceChange.tenant_id == work.tenant_id, PriceChange.product_id == product_id)
        .order_by(PriceChange.at.desc(), PriceChange.id.desc())
        .limit(MOST_SHOWN)
    )  # fmt: skip
    return [PriceLine(*row) for row in rows]
