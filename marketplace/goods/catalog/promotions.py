"""Promotions: prices that go down from a moment until another, and come back. The clock begins and ends them.

Their prices are written where all prices are (`prices.py`), so that record, history, shelf and index follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from marketplace.goods.catalog import errors
from marketplace.goods.catalog.bulk_rules import PriceRule, is_far
from marketplace.goods.catalog.models import Product, Promotion, PromotionPrice, Variant
from marketplace.goods.catalog.price_rules import PROMOTION_NEXT, PromotionEnd, PromotionState
from marketplace.goods.catalog.prices import PriceSet, change_prices
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work

MOST_VARIANTS_OF_ONE = 200
_AT_ONCE = 20  # promotions that begin or end in one go of the clock; the next are a minute later
_LASTING = (PromotionState.SCHEDULED, PromotionState.RUNNING)


@verb(needs=May.EDIT_PRODUCTS)
def schedule_promotion(
    work: Work,
    name: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    variant_ids: Sequence[UUID],
    percent: int | None = None,
    price_minor: int | None = None,
    sure: bool = False,
) -> UUID:
    """Let variants cost less for a time (UTC): by so many percent, or a price in centavos, and not both.

    It begins within a minute of its moment, also where that is past. Raises PromotionTimes, NoSuchVariant, TooManyVariants,
    NotLower where a price would not be lower than now, PromotionsOverlap naming both, FarFromBefore where one goes down by
    more than forty percent and nobody is `sure`.
    """
    if ends_at <= max(starts_at, work.now):
        raise errors.PromotionTimes
    if len(variant_ids) > MOST_VARIANTS_OF_ONE:
        raise errors.TooManyVariants(most=MOST_VARIANTS_OF_ONE)
    found = _lock_variants(work, work.tenant_id, Variant.id.in_(variant_ids))
    if not found or len(found) != len(set(variant_ids)):
        raise errors.NoSuchVariant
    after = [_promoted(one.price_minor, percent, price_minor) for one in found]
    for one, minor in zip(found, after, strict=True):
        if not 0 < minor < one.price_minor:
            raise errors.NotLower(title=_said(one), price=one.price_minor)
    _check_apart(work, name, found, starts_at, ends_at)
    far = sum(is_far(one.price_minor, minor) for one, minor in zip(found, after, strict=True))
    if far and not sure:
        raise errors.FarFromBefore(count=far)
    promotion = Promotion(
        tenant_id=work.tenant_id, id=new_id(), name=name, state=PromotionState.SCHEDULED, starts_at=starts_at,
        ends_at=ends_at, percent=percent, price_minor=price_minor, by=work.actor.name, made_at=work.now,
    )  # fmt: skip
    work.session.add(promotion)
    work.session.flush()
    for one in found:
        work.session.add(
            PromotionPrice(
                tenant_id=work.tenant_id, id=new_id(), promotion_id=promotion.id, product_id=one.product_id,
                variant_id=one.id,
            )
        )  # fmt: skip
    work.audit("catalog.promotion", f"promotion:{promotion.id}", name=name, count=len(found))
    work.session.flush()
    return promotion.id


class _Priced(NamedTuple):
    product_id: UUID
    title: str
    id: UUID
    name: str
    price_minor: int


def _lock_variants(work: Work, tenant_id: UUID, which: ColumnElement[bool]) -> list[_Priced]:
    """The variants that are still there, behind the locks of their products."""
    of_them = (Variant.tenant_id == tenant_id, which, Variant.removed_at.is_(None))
    of_products = select(Product).where(
        Product.tenant_id == tenant_id, Product.id.in_(select(Variant.product_id).where(*of_them))
    )
    titles = {one.id: one.title for one in work.session.lock(of_products.order_by(Product.id))}
    rows = work.session.execute(
        select(Variant.product_id, Variant.id, Variant.name, Variant.price_minor).where(*of_them).order_by(Variant.id)
    )
    return [_Priced(row.product_id, titles[row.product_id], row.id, row.name, row.price_minor) for row in rows]


def _promoted(price_minor: int, percent: int | None, promoted_minor: int | None) -> int:
    """What a price becomes."""
    return PriceRule(basis_points=-100 * percent).of(price_minor) if percent is not None else promoted_minor or 0


def _said(one: _Priced) -> str:
    return f"{one.title} · {one.name}" if one.name else one.title


def _check_apart(work: Work, name: str, found: Sequence[_Priced], starts_at: datetime, ends_at: datetime) -> None:
    other = work.session.execute(
        select(Promotion.name, PromotionPrice.variant_id)
        .join(Promotion, _theirs())
        .where(
            PromotionPrice.tenant_id == work.tenant_id,
            PromotionPrice.variant_id.in_([one.id for one in found]),
            PromotionPrice.ended_at.is_(None),
            Promotion.state.in_(_LASTING),
            Promotion.starts_at < ends_at,
            Promotion.ends_at > starts_at,
        )
        .limit(1)
    ).first()
    if other is not None:
        title = next(_said(one) for one in found if one.id == other.variant_id)
        raise errors.PromotionsOverlap(mine=name, other=other.name, title=title)


def _theirs() -> ColumnElement[bool]:
    return (Promotion.tenant_id == PromotionPrice.tenant_id) & (Promotion.id == PromotionPrice.promotion_id)


@verb(needs=May.EDIT_PRODUCTS)
def cancel_promotion(work: Work, promotion_id: UUID) -> None:
    """Call off a promotion; one that runs ends now, and its prices come back. Raises NoSuchPromotion, PromotionOver."""
    query = select(Promotion).where(Promotion.tenant_id == work.tenant_id, Promotion.id == promotion_id)
    promotion = work.session.find(query, lock=True)
    if promotion is None:
        raise errors.NoSuchPromotion
    if promotion.state == PromotionState.RUNNING:
        _end(work, promotion, PromotionEnd.CANCELLED)
    else:
        transition(promotion, PromotionState.CANCELLED, PROMOTION_NEXT, otherwise=errors.PromotionOver())
        promotion.ended_at = work.now
    work.audit("catalog.promotion_cancel", f"promotion:{promotion_id}", name=promotion.name)
    work.session.flush()


def turn_promotions(work: Work) -> None:
    """Begin those whose moment has come, and end those whose moment is over. By the clock, each minute."""
    for column, state in ((Promotion.ends_at, PromotionState.RUNNING), (Promotion.starts_at, PromotionState.SCHEDULED)):
        due = select(Promotion).where(Promotion.state == state, column <= work.now)
        ordered = due.order_by(Promotion.tenant_id, Promotion.id).limit(_AT_ONCE)
        for promotion in work.session.lock(ordered, skip_taken=True):
            if state == PromotionState.RUNNING:
                _end(work, promotion, PromotionEnd.OVER)
            else:
                _begin(work, promotion)


def _begin(work: Work, promotion: Promotion) -> None:
    transition(promotion, PromotionState.RUNNING, PROMOTION_NEXT)
    if promotion.ends_at <= work.now:  # nobody was there all the time that it lasted
        transition(promotion, PromotionState.ENDED, PROMOTION_NEXT)
        promotion.ended_at = work.now
        return
    work.session.flush()
    changes = []
    for one in _lock_variants(work, promotion.tenant_id, Variant.id.in_(_variants_of(promotion))):
        after = _promoted(one.price_minor, promotion.percent, promotion.price_minor)
        if 0 < after < one.price_minor:
            changes.append(PriceSet(one.product_id, one.id, one.title, one.name, one.price_minor, after))
            _mark(work, promotion, one.id, before_minor=one.price_minor, after_minor=after)
        else:
            _mark(work, promotion, one.id, ended_at=work.now, why=PromotionEnd.NOT_LOWER)
    change_prices(work, promotion.tenant_id, changes, of_promotion=True)
    work.audit(
        "catalog.promotion_begins", f"promotion:{promotion.id}", tenant_id=promotion.tenant_id, name=promotion.name
    )


def _end(work: Work, promotion: Promotion, why: PromotionEnd) -> None:
    """Give back the prices that its variants had, where they still are the promotion's."""
    transition(promotion, PromotionState.ENDED, PROMOTION_NEXT)
    promotion.ended_at = work.now
    work.session.flush()
    there = {one.id: one for one in _lock_variants(work, promotion.tenant_id, Variant.id.in_(_variants_of(promotion)))}
    back = []
    for row in _end_rows(work, promotion, why):
        one = there.get(row.variant_id)
        if one is not None and one.price_minor == row.after_minor and row.before_minor is not None:
            back.append(PriceSet(one.product_id, one.id, one.title, one.name, one.price_minor, row.before_minor))
    change_prices(work, promotion.tenant_id, back, of_promotion=True)
    work.audit(
        "catalog.promotion_ends", f"promotion:{promotion.id}", tenant_id=promotion.tenant_id, name=promotion.name
    )


def _variants_of(promotion: Promotion) -> ColumnElement[UUID]:
    return (
        select(PromotionPrice.variant_id)
        .where(
            PromotionPrice.tenant_id == promotion.tenant_id,
            PromotionPrice.promotion_id == promotion.id,
            PromotionPrice.ended_at.is_(None),
        )
        .scalar_subquery()
    )


def _end_rows(work: Work, promotion: Promotion, why: PromotionEnd) -> Sequence[Any]:
    """End it for the variants that it still held; gives these, with their prices before and meanwhile."""
    return work.session.execute(
        update(PromotionPrice)
        .where(
            PromotionPrice.tenant_id == promotion.tenant_id,
            PromotionPrice.promotion_id == promotion.id,
            PromotionPrice.ended_at.is_(None),
        )
        .values(ended_at=work.now, why=why)
        .returning(PromotionPrice.variant_id, PromotionPrice.before_minor, PromotionPrice.after_minor)
        .execution_options(synchronize_session=False)
    ).all()


def _mark(work: Work, promotion: Promotion, variant_id: UUID, **values: object) -> None:
    work.session.execute(
        update(PromotionPrice)
        .where(
            PromotionPrice.tenant_id == promotion.tenant_id,
            PromotionPrice.promotion_id == promotion.id,
            PromotionPrice.variant_id == variant_id,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )


class PromotedVariant(NamedTuple):
    """A variant of a promotion, in centavos; `why` it is over for it, where it is."""

    product_id: UUID
    title: str
    name: str
    price_minor: int
    before_minor: int | None
    after_minor: int | None
    why: str | None


def promotions(work: Work) -> list[tuple[Promotion, list[PromotedVariant]]]:
    """List the promotions of this shop with their variants, those that last first, then the latest."""
    found = work.session.scalars(
        select(Promotion)
        .where(Promotion.tenant_id == work.tenant_id)
        .order_by(Promotion.state.in_(_LASTING).desc(), Promotion.starts_at.desc(), Promotion.id)
        .limit(50)
    ).all()
    rows = work.session.execute(
        select(
            PromotionPrice.promotion_id, Product.id, Product.title, Variant.name, Variant.price_minor,
            PromotionPrice.before_minor, PromotionPrice.after_minor, PromotionPrice.why,
        )
        .join(Variant, (Variant.tenant_id == PromotionPrice.tenant_id) & (Variant.id == PromotionPrice.variant_id))
        .join(Product, (Product.tenant_id == Variant.tenant_id) & (Product.id == Variant.product_id))
        .where(PromotionPrice.tenant_id == work.tenant_id, PromotionPrice.promotion_id.in_([one.id for one in found]))
        .order_by(Product.title, Variant.position)
    ).all()  # fmt: skip
    return [(one, [PromotedVariant(*row[1:]) for row in rows if row[0] == one.id]) for one in found]


def promotion_of(work: Work, product_id: UUID) -> Promotion | None:
    """The promotion that a product of this shop is in, or that comes next."""
    found: Promotion | None = work.session.scalar(
        select(Promotion)
        .join(PromotionPrice, _theirs())
        .where(
            PromotionPrice.tenant_id == work.tenant_id,
            PromotionPrice.product_id == product_id,
            PromotionPrice.ended_at.is_(None),
            Promotion.state.in_(_LASTING),
        )
        .order_by(Promotion.starts_at)
        .limit(1)
    )
    return found
