"""Questions about adjustments: which there are, which wait, and what a shop says against one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.matching import has_code
from marketplace.kernel.work import Work
from marketplace.platform.adjustments import errors
from marketplace.platform.adjustments.models import Adjustment, AdjustmentAppeal
from marketplace.platform.adjustments.rules import TOLD, AdjustmentState
from marketplace.trade.orders.models import Order
from tenants.scope import SellerScope


def get_adjustment(work: Work, adjustment_id: UUID, *, lock: bool = False) -> Adjustment:
    """Load an adjustment, within the scope; a shop's own only once it moved money. Raises NoSuchAdjustment."""
    found = work.session.find(select(Adjustment).where(Adjustment.id == adjustment_id), lock=lock)
    if found is None or (isinstance(work.scope, SellerScope) and found.state not in TOLD):
        raise errors.NoSuchAdjustment
    return found


def find_appeal(work: Work, of: Adjustment, *, lock: bool = False) -> AdjustmentAppeal | None:
    """Find what the shop said against an adjustment."""
    return work.session.find(select(AdjustmentAppeal).where(AdjustmentAppeal.adjustment_id == of.id), lock=lock)


def find_order(work: Work, tenant_id: UUID, code: str) -> Order | None:
    """Find a shop's order by its whole code, dashes or not."""
    found = work.session.scalars(
        select(Order).where(Order.tenant_id == tenant_id, has_code(code, Order.code)).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def adjustments(
    work: Work, *, waiting: bool = False, offset: int = 0, limit: int = 50
) -> tuple[Sequence[tuple[Adjustment, AdjustmentAppeal | None]], int]:
    """List adjustments within the scope, latest first, each with its appeal, and how many there are.

    `waiting`: those that staff must decide or answer. A shop sees those that moved money.
    """
    of = (AdjustmentAppeal.tenant_id == Adjustment.tenant_id) & (AdjustmentAppeal.adjustment_id == Adjustment.id)
    query = select(Adjustment, AdjustmentAppeal).outerjoin(AdjustmentAppeal, of)
    if isinstance(work.scope, SellerScope):
        query = query.where(Adjustment.state.in_(TOLD))
    if waiting:
        unanswered = AdjustmentAppeal.id.is_not(None) & AdjustmentAppeal.answer.is_(None)
        query = query.where((Adjustment.state == AdjustmentState.ASKED) | unanswered)
    total = work.session.scalar(select(func.count()).select_from(query.with_only_columns(Adjustment.id).subquery()))
    rows = work.session.execute(
        query.order_by(Adjustment.asked_at.desc(), Adjustment.id.desc()).offset(offset).limit(limit)
    )
    return [(row[0], row[1]) for row in rows], total or 0


def count_waiting(work: Work) -> tuple[int, int]:
    """Count what waits for somebody of the staff; none of it has a day by which it must be done."""
    _rows, total = adjustments(work, waiting=True, limit=1)
    return total, 0
