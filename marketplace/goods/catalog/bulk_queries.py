"""Questions about acts on many products: what one would do, how far one is, and what became of each product."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.goods.catalog.bulk_plans import PLANNED, PLANS, Beside, PricedVariant
from marketplace.goods.catalog.bulk_rules import UNDO_FOR, BulkKind, BulkRowState, BulkState, is_far
from marketplace.goods.catalog.errors import NoSuchBulkAct
from marketplace.goods.catalog.models import BulkAct, BulkRow, Media, Product, Variant
from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work

_EXAMPLES = 6
_TITLES = 5


@dataclass(frozen=True)
class BulkExample:
    """What would become of one product; of prices, of one of its forms."""

    title: str
    name: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass
class NotChanging:
    """Products that an act would leave as they are, and why."""

    refusal: Refusal
    count: int = 0
    titles: list[str] = field(default_factory=list)


@dataclass
class BulkPreview:
    """What an act would do. `seen` is what its form carries, so that something else is not done."""

    total: int
    changing: int = 0
    prices: int = 0
    far: int = 0  # prices that change by more than somebody may have meant
    loses: int = 0  # products that lose technical data
    versions: int = 0
    examples: list[BulkExample] = field(default_factory=list)
    staying: list[NotChanging] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """The mark of all that it stands on."""
        return f"{self.total}.{self.changing}.{self.prices}.{self.versions}"


def among(column: InstrumentedAttribute[UUID], ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Condition for being one of some ids, however many: they travel as one value."""
    return column == func.any(cast(list(ids), ARRAY(Uuid())))


def beside_of(work: Work, tenant_id: UUID, kind: BulkKind, ids: Sequence[UUID]) -> Mapping[UUID, Beside]:
    """Give what stands in other tables of some products, as far as an act of this kind asks for it."""
    variants: dict[UUID, list[PricedVariant]] = defaultdict(list)
    pictures: dict[UUID, int] = {}
    alts: dict[UUID, bool] = {}
    if kind in (BulkKind.PRICE, BulkKind.SUBMIT):
        found = work.session.execute(
            select(Variant.product_id, Variant.id, Variant.name, Variant.price_minor)
            .where(Variant.tenant_id == tenant_id, among(Variant.product_id, ids), Variant.removed_at.is_(None))
            .order_by(Variant.product_id, Variant.position)
        )
        for row in found:
            variants[row.product_id].append(PricedVariant(row.id, row.name, row.price_minor))
    if kind is BulkKind.SUBMIT:
        counted = work.session.execute(
            select(Media.product_id, func.count().label("pictures"), func.bool_and(Media.alt != "").label("alts"))
            .where(Media.tenant_id == tenant_id, among(Media.product_id, ids))
            .group_by(Media.product_id)
        )
        for row in counted:
            pictures[row.product_id], alts[row.product_id] = row.pictures, row.alts
    return {
        one: Beside(variants.get(one, ()), pictures.get(one, 0), alts.get(one, True)) for one in {*variants, *pictures}
    }


def preview_bulk_act(work: Work, kind: BulkKind, said: Mapping[str, Any], ids: Sequence[UUID]) -> BulkPreview:
    """Say what an act on some products of the shop this work stands in would do. It changes nothing."""
    found = work.session.execute(
        select(*PLANNED).where(Product.tenant_id == work.tenant_id, among(Product.id, ids)).order_by(Product.id)
    ).all()
    beside = beside_of(work, work.tenant_id, kind, ids)
    told, staying = BulkPreview(len(found)), dict[str, NotChanging]()
    for product in found:
        of_it = beside.get(product.id, Beside())
        told.versions += product.version
        try:
            planned = PLANS[kind](product, of_it, said)
        except Refusal as refusal:
            one = staying.setdefault(refusal.code, NotChanging(refusal))
            one.count += 1
            one.titles += [product.title] if len(one.titles) < _TITLES else []
            continue
        told.changing += 1
        if kind is BulkKind.PRICE:
            told.prices += len(planned.after)
            told.far += sum(is_far(before, planned.after[key]) for key, before in planned.before.items())
        told.loses += planned.after.get("attributes") != planned.before.get("attributes")
        if len(told.examples) < _EXAMPLES:
            told.examples += _examples(product, of_it, kind, planned.before, planned.after)
    told.staying[:] = sorted(staying.values(), key=lambda one: -one.count)
    return told


def _examples(
    product: Any, beside: Beside, kind: BulkKind, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[BulkExample]:
    if kind is not BulkKind.PRICE:
        return [BulkExample(product.title, "", before, after)]
    names = {str(one.id): one.name for one in beside.variants}
    return [
        BulkExample(product.title, names[key], {"price_minor": price}, {"price_minor": after[key]})
        for key, price in before.items()
    ][:2]


def get_bulk_act(work: Work, act_id: UUID, *, lock: bool = False) -> BulkAct:
    """Load an act of the shop this work stands in; raises NoSuchBulkAct."""
    query = select(BulkAct).where(BulkAct.tenant_id == work.tenant_id, BulkAct.id == act_id)
    act = work.session.find(query, lock=lock)
    if act is None:
        raise NoSuchBulkAct
    return act


def bulk_acts(work: Work, *, offset: int = 0, limit: int = 20) -> tuple[list[BulkAct], int]:
    """List the shop's acts on many products, the latest first; with how many there are."""
    of_it = select(BulkAct).where(BulkAct.tenant_id == work.tenant_id)
    total = work.session.scalar(select(func.count()).select_from(of_it.subquery())) or 0
    latest = of_it.order_by(BulkAct.made_at.desc(), BulkAct.id.desc())
    return list(work.session.scalars(latest.offset(offset).limit(limit))), total


def fresh_bulk_acts(work: Work) -> Sequence[BulkAct]:
    """List what is going on in the shop, or ended so lately that it can still be undone."""
    going = BulkAct.state.in_([BulkState.RUNNING, BulkState.UNDOING])
    fresh: datetime = work.now - UNDO_FOR
    return work.session.scalars(
        select(BulkAct)
        .where(BulkAct.tenant_id == work.tenant_id, BulkAct.made_at > work.now - 144 * UNDO_FOR)
        .where(going | (BulkAct.finished_at > fresh))
        .order_by(BulkAct.made_at.desc())
        .limit(5)
    ).all()


@dataclass(frozen=True)
class BulkRowShown:
    """A product of an act, as its page lists it."""

    product_id: UUID
    title: str
    state: str
    why: str | None
    details: Mapping[str, Any] | None


def rows_left(work: Work, act_id: UUID, *, offset: int, limit: int) -> tuple[list[BulkRowShown], int]:
    """List the products that an act did not change, or did not change back; with how many there are."""
    query = (
        select(BulkRow.product_id, Product.title, BulkRow.state, BulkRow.why, BulkRow.details)
        .join(Product, (Product.tenant_id == BulkRow.tenant_id) & (Product.id == BulkRow.product_id))
        .where(
            BulkRow.tenant_id == work.tenant_id,
            BulkRow.act_id == act_id,
            BulkRow.state.in_([BulkRowState.FAILED, BulkRowState.KEPT]),
        )
    )
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = work.session.execute(query.order_by(BulkRow.place).offset(offset).limit(limit))
    return [BulkRowShown(*row) for row in found], total
