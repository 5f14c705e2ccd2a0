"""What holds an order's money back."""

from __future__ import annotations

from sqlalchemy import exists, select

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.trade.orders.errors import DisputeOpen
from marketplace.trade.orders.models import MoneyHold, Order

IS_HELD = (
    exists()
    .where(MoneyHold.tenant_id == Order.tenant_id, MoneyHold.order_id == Order.id, MoneyHold.ended_at.is_(None))
    .correlate(Order)
)


def hold_money(work: Work, order: Order, cause: str) -> None:
    """Hold a locked order's money back while something about it is open; again for the same cause opens it again."""
    found = _hold(work, order, cause)
    if found is not None:
        found.ended_at = None
        return
    work.session.add(
        MoneyHold(
            tenant_id=order.tenant_id,
            id=new_id(),
            buyer_id=order.buyer_id,
            order_id=order.id,
            cause=cause,
            since=work.now,
        )
    )


def end_hold(work: Work, order: Order, cause: str) -> None:
    """Say that what held a locked order's money back is over; the clock releases it when nothing else does."""
    found = _hold(work, order, cause)
    if found is not None and found.ended_at is None:
        found.ended_at = work.now


def _hold(work: Work, order: Order, cause: str) -> MoneyHold | None:
    return work.session.scalar(
        select(MoneyHold).where(
            MoneyHold.tenant_id == order.tenant_id, MoneyHold.order_id == order.id, MoneyHold.cause == cause
        )
    )


def is_held(work: Work, order: Order) -> bool:
    """Whether something open holds an order's money back."""
    holds = select(MoneyHold.id).where(
        MoneyHold.tenant_id == order.tenant_id, MoneyHold.order_id == order.id, MoneyHold.ended_at.is_(None)
    )
    return work.session.scalars(holds.limit(1)).first() is not None


def check_no_dispute(work: Work, order: Order) -> None:
    """Refuse what does not go together with a dispute about a locked order; raises DisputeOpen."""
    holds = select(MoneyHold.id).where(
        MoneyHold.tenant_id == order.tenant_id,
        MoneyHold.order_id == order.id,
        MoneyHold.cause.startswith("dispute:"),
        MoneyHold.ended_at.is_(None),
    )
    if work.session.scalars(holds.limit(1)).first() is not None:
        raise DisputeOpen
