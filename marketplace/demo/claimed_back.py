"""Two payments that a bank claimed back: one whose shop had proof, and that was won, and one that waits for an answer."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.payments import acts, get_twin, hear_twin
from marketplace.money.payments.models import Charge, PaymentAttempt
from marketplace.trade.orders import DeliveredBy, OrderState
from marketplace.trade.orders.models import Order
from tenants.scope import PlatformScope

_WON_DAYS_AGO, _OPENED_DAYS_AGO = 20, 2


def tell(story: Story) -> None:
    """Let a bank claim two payments back, and decide about one of them."""
    with unit_of_work(PlatformScope("demo"), read_only=True) as work:
        proven = _payment(work, Order.delivered_by == DeliveredBy.CARRIER, OrderState.DELIVERED)
        under_way = _payment(work, Order.delivered_by.is_(None), OrderState.SHIPPED)
    ref = _claim(story, proven, _WON_DAYS_AGO + 9, "product_not_received")
    with at(story.ago(_WON_DAYS_AGO)), get_twin().store.change() as shelf:
        acts.close_dispute(shelf, ref, won=True)
    _hear(story, _WON_DAYS_AGO)
    _claim(story, under_way, _OPENED_DAYS_AGO, "fraudulent")


def _payment(work: Work, delivered: object, state: OrderState) -> str:
    """The provider's name of the latest payment whose orders fit."""
    found = work.session.scalars(
        select(PaymentAttempt.payment_ref)
        .join(Charge, Charge.paid_by == PaymentAttempt.id)
        .join(Order, Order.purchase_id == Charge.purchase_id)
        .where(Order.state == state, Order.refunded_minor == 0, delivered)  # type: ignore[arg-type]
        .order_by(Order.placed_at.desc(), Order.id)
        .limit(1)
    ).one()
    assert found is not None  # it is paid
    return found


def _claim(story: Story, payment: str, days: float, reason: str) -> str:
    with at(story.ago(days)), get_twin().store.change() as shelf:
        ref = str(acts.open_dispute(shelf, payment, reason=reason)["id"])
    _hear(story, days)
    return ref


def _hear(story: Story, days: float) -> None:
    with at(story.ago(days)), unit_of_work(PlatformScope("demo")) as work:
        hear_twin(work)
    story.settle(days)
