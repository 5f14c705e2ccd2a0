"""When an order counts as arrived without its buyer's word: by the carrier's, or by the clock."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.trade.orders.holds import IS_HELD, is_held
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import DeliveredBy, OrderState, last_day_to_complain
from marketplace.trade.orders.service import mark_delivered
from marketplace.trade.parcels import orders_with_number

_AT_ONCE = 50
_EXPECTED = func.coalesce(Order.resent_until, Order.promise_to)


def deliver_by_carrier(work: Work, *, carrier: str, tracking: str) -> bool:
    """A carrier says that a parcel arrived. False when no order is under way with it, or other parcels had its number.

    Only a carrier's own messages may come here: a shop types the number, and is not believed about the arrival.
    """
    had_number = orders_with_number(work, carrier, tracking)
    if len(had_number) != 1:
        return False
    order = work.session.lock_row(Order, had_number[0])
    if order.state != OrderState.SHIPPED or is_held(work, order):
        return False
    if orders_with_number(work, carrier, tracking) != had_number:
        return False  # it was sent once more, under another number, while this waited for the order
    mark_delivered(work, order, DeliveredBy.CARRIER)
    return True


def deliver_overdue(work: Work) -> None:
    """By the clock: what nobody complained of for the published days after its promise counts as arrived."""
    today = mexican_day(work.now)
    due = work.session.lock(
        select(Order)
        .where(Order.state == OrderState.SHIPPED, today > _EXPECTED, ~IS_HELD)
        .order_by(_EXPECTED)
        .limit(_AT_ONCE),
        skip_taken=True,
    )
    for order in due:
        if today > last_day_to_complain(order.expected_by) and not is_held(work, order):
            mark_delivered(work, order, DeliveredBy.CLOCK)
