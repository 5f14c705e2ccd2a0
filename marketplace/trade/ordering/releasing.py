"""When an order counts as arrived without its buyer's word, what holds its money back, and the clock that releases it."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.money.ledger import service as ledger
from marketplace.trade.ordering.errors import DisputeOpen
from marketplace.trade.ordering.models import MoneyHold, Order
from marketplace.trade.ordering.rules import DeliveredBy, State, last_day_to_complain
from marketplace.trade.ordering.service import mark_delivered
from marketplace.trade.shipping.models import Parcel

_AT_ONCE = 50
_EXPECTED = func.coalesce(Order.resent_until, Order.promise_to)
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


def deliver_by_carrier(work: Work, *, carrier: str, tracking: str) -> bool:
    """A carrier says that a parcel arrived. False when no order is under way with it, or other parcels had its number.

    Only a carrier's own messages may come here: a shop types the number, and is not believed about the arrival.
    """
    with_number = (Parcel.carrier == carrier) & (Parcel.tracking == tracking)
    keys = work.session.execute(select(Parcel.tenant_id, Parcel.order_id).where(with_number)).all()
    if len(keys) != 1:
        return False
    order = work.session.lock_row(Order, tuple(keys[0]))
    if order.state != State.SHIPPED or is_held(work, order):
        return False
    still = select(Parcel.id).where(Parcel.tenant_id == order.tenant_id, Parcel.order_id == order.id, with_number)
    if work.session.scalar(still) is None:
        return False  # it was sent once more, under another number, while this waited for the order
    mark_delivered(work, order, DeliveredBy.CARRIER)
    return True


def deliver_overdue(work: Work) -> None:
    """By the clock: what nobody complained of for the published days after its promise counts as arrived."""
    today = mexican_day(work.now)
    due = work.session.lock(
        select(Order)
        .where(Order.state == State.SHIPPED, today > _EXPECTED, ~IS_HELD)
        .order_by(_EXPECTED)
        .limit(_AT_ONCE),
        skip_taken=True,
    )
    for order in due:
        if today > last_day_to_complain(order.expected_by) and not is_held(work, order):
            mark_delivered(work, order, DeliveredBy.CLOCK)


def release_money(work: Work) -> None:
    """By the clock: the money of orders whose hold is over, and about which nothing is open, is their shops' to have."""
    due = work.session.lock(
        select(Order)
        .where(
            Order.state == State.DELIVERED,
            Order.released_at.is_(None),
            Order.held_until < mexican_day(work.now),
            ~IS_HELD,
        )
        .order_by(Order.held_until)
        .limit(_AT_ONCE),
        skip_taken=True,
    )
    for order in due:
        if is_held(work, order):
            continue  # it was opened while this waited for the order
        ledger.release_net(work, tenant_id=order.tenant_id, order_id=order.id)
        order.released_at = work.now
