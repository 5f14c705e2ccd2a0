"""What happens to orders by the clock: those that nobody complained of count as arrived, and money is released."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.trade.orders.holds import IS_HELD, IS_HELD_WHOLE, is_held, is_held_whole
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import DeliveredBy, OrderState, counts_as_arrived
from marketplace.trade.orders.service import mark_delivered

_AT_ONCE = 50
_EXPECTED = func.coalesce(Order.resent_until, Order.promise_to)


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
        if counts_as_arrived(order.expected_by, today) and not is_held(work, order):
            mark_delivered(work, order, DeliveredBy.CLOCK)


def release_money(work: Work) -> None:
    """By the clock: the money of orders whose hold is over is their shops' to have, but for those that are disputed whole.

    What is disputed of others stays behind when their shop is paid (`money/payouts`).
    """
    due = work.session.lock(
        select(Order)
        .where(
            Order.state == OrderState.DELIVERED,
            Order.released_at.is_(None),
            Order.held_until < mexican_day(work.now),
            ~IS_HELD_WHOLE,
        )
        .order_by(Order.held_until)
        .limit(_AT_ONCE),
        skip_taken=True,
    )
    for order in due:
        if is_held_whole(work, order):
            continue  # it was opened while this waited for the order
        ledger.release_net(work, tenant_id=order.tenant_id, order_id=order.id)
        order.released_at = work.now
