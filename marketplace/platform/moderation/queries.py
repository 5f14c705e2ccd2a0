"""Questions about moderation."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from marketplace.goods.catalog import ProductState
from marketplace.goods.catalog.models import Product
from marketplace.kernel.matching import has_either
from marketplace.kernel.work import Work
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


def is_live(work: Work, case: ModerationCase) -> bool:
    """Say whether what a case approved is what its buyers read now."""
    approved = select(Product.approved_revision).where(
        Product.tenant_id == case.tenant_id,
        Product.id == case.product_id,
        Product.state.in_([ProductState.PUBLISHED, ProductState.PAUSED]),
    )
    return case.state == CaseState.APPROVED and work.session.scalar(approved) == case.revision


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
