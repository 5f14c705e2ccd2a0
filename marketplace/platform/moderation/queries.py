"""Questions about moderation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.goods.catalog import ProductState
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.matching import has_either
from marketplace.kernel.text import whole_number
from marketplace.kernel.work import Work
from marketplace.people.sellers.models import Shop
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.moderation.rules import CASE_DECIDED, CaseState


def cases(
    work: Work, *, is_open: bool, text: str = "", offset: int = 0, limit: int = 30
) -> tuple[Sequence[ModerationCase], int]:
    """List cases: open ones by their clock, decided ones latest first; with how many there are."""
    state = ModerationCase.state == CaseState.OPEN if is_open else ModerationCase.state.in_(CASE_DECIDED)
    query = select(ModerationCase).where(state)
    if text:
        query = query.where(has_either(text, words=(ModerationCase.title, ModerationCase.shop_name), codes=()))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = ModerationCase.decide_by.asc() if is_open else ModerationCase.decided_at.desc()
    return work.session.scalars(query.order_by(order).offset(offset).limit(limit)).all(), total


def of_product(work: Work, case: ModerationCase) -> Sequence[ModerationCase]:
    """List what was decided about the product of a case besides it, the latest first."""
    query = select(ModerationCase).where(
        ModerationCase.product_id == case.product_id,
        ModerationCase.id != case.id,
        ModerationCase.state.in_(CASE_DECIDED),
    )
    return work.session.scalars(query.order_by(ModerationCase.decided_at.desc())).all()


def latest_declined(work: Work, case: ModerationCase) -> ModerationCase | None:
    """Find the latest decision against the product of a case."""
    return next((one for one in of_product(work, case) if one.state == CaseState.DECLINED), None)


def approved_before(work: Work, case: ModerationCase) -> ModerationCase | None:
    """Find what was approved of the product of a case before it: what its buyers read now, where it is for sale."""
    before = (one for one in of_product(work, case) if one.state == CaseState.APPROVED and one.revision < case.revision)
    return next(before, None)


_ON_SHELF = (ProductState.PUBLISHED, ProductState.PAUSED)
_MOST_FOUND = 20


def product_of(work: Work, number: int) -> Product | None:
    """Find the product that is for sale, or paused, under a number."""
    return work.session.scalar(select(Product).where(Product.listing_number == number, Product.state.in_(_ON_SHELF)))


def number_of(work: Work, case: ModerationCase) -> int | None:
    """Find under which number the product of a case is for sale, or paused; None where it is neither."""
    return work.session.scalar(
        select(Product.listing_number).where(
            Product.tenant_id == case.tenant_id, Product.id == case.product_id, Product.state.in_(_ON_SHELF)
        )
    )


def shown_now(work: Work, case: ModerationCase) -> dict[str, Any] | None:
    """What the buyers of a case's product read now, as a snapshot; None where it is not for sale."""
    listing = work.session.get(Listing, (case.tenant_id, case.product_id))
    if listing is None:
        return None
    return {
        **{name: getattr(listing, name, said) for name, said in case.snapshot.items()},
        "variants": listing.variants,
        "pictures": [one["key"] for one in listing.pictures],
        "alts": {one["key"]: one["alt"] for one in listing.pictures},
    }


def for_sale(work: Work, text: str) -> Sequence[Any]:
    """List what is for sale by its title, its shop's name or its number: number, title and shop."""
    number = whole_number(text.rpartition("-")[2])
    said = has_either(text, words=(Listing.title, Shop.name), codes=()) | (Listing.number == (number or 0))
    query = select(Listing.number, Listing.title, Shop.name.label("shop_name"))
    query = query.join(Shop, Shop.tenant_id == Listing.tenant_id).where(said)
    return work.session.execute(query.order_by(Listing.title, Listing.number).limit(_MOST_FOUND)).all()


def record_of_shop(work: Work, tenant_id: UUID | None) -> tuple[int, int]:
    """Count what was approved of a shop, and what was declined or taken down."""
    approved = func.count().filter(ModerationCase.state == CaseState.APPROVED)
    declined = func.count().filter(ModerationCase.state == CaseState.DECLINED)
    row = work.session.execute(select(approved, declined).where(ModerationCase.tenant_id == tenant_id)).one()
    return int(row[0]), int(row[1])


def count_open(work: Work) -> tuple[int, int]:
    """Count the listings that wait for staff, and those of them that are late."""
    late = func.count().filter(ModerationCase.decide_by < work.now)
    row = work.session.execute(select(func.count(), late).where(ModerationCase.state == CaseState.OPEN)).one()
    return int(row[0]), int(row[1])
