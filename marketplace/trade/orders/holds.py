"""What holds an order's money back."""

from __future__ import annotations

from sqlalchemy import exists, select

from marketplace.kernel.work import Work
from marketplace.money.payouts import close_hold, open_hold
from marketplace.money.payouts.models import MoneyHold
from marketplace.trade.orders.errors import DisputeOpen
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import DeliveredBy

_OPEN = (MoneyHold.tenant_id == Order.tenant_id) & (MoneyHold.order_id == Order.id) & MoneyHold.ended_at.is_(None)
IS_HELD = exists().where(_OPEN).correlate(Order)
# Where only a part is disputed, the rest goes its way.
IS_HELD_WHOLE = exists().where(_OPEN, MoneyHold.amount_minor.is_(None)).correlate(Order)


def hold_money(work: Work, order: Order, cause: str, *, amount_minor: int | None = None) -> None:
    """Hold a locked order's money back while something about it is open; again for the same cause opens it again.

    `amount_minor` is what it is about of the shop's money, in centavos (`refunds.at_stake`); None holds all of it.
    """
    open_hold(
        work,
        tenant_id=order.tenant_id,
        buyer_id=order.buyer_id,
        order_id=order.id,
        cause=cause,
        amount_minor=amount_minor,
    )


def end_hold(work: Work, order: Order, cause: str) -> None:
    """Say that what held a locked order's money back is over; the clock releases it when nothing else does."""
    close_hold(work, tenant_id=order.tenant_id, order_id=order.id, cause=cause)


def is_proven(order: Order) -> bool:
    """Whether somebody other than its shop, or the clock, says that an order arrived."""
    return order.delivered_by in (DeliveredBy.BUYER, DeliveredBy.CARRIER)


def _is_held(work: Work, order: Order, *, whole: bool) -> bool:
    holds = select(MoneyHold.id).where(
        MoneyHold.tenant_id == order.tenant_id, MoneyHold.order_id == order.id, MoneyHold.ended_at.is_(None)
    )
    if whole:
        holds = holds.where(MoneyHold.amount_minor.is_(None))
    return work.session.scalars(holds.limit(1)).first() is not None


def is_held(work: Work, order: Order) -> bool:
    """Whether something open holds money of an order back."""
    return _is_held(work, order, whole=False)


def is_held_whole(work: Work, order: Order) -> bool:
    """Whether something open holds all of an order's money back."""
    return _is_held(work, order, whole=True)


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
