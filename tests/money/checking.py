"""What tests of money look at: that the books balance, and what a shop is owed by them."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.ledger.queries import unbalanced
from marketplace.money.payments import service as payments
from marketplace.money.payments.models import Refund
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order
from tests.cast import Cast


def check_money(market: Cast) -> None:
    """What holds at every moment: the ledger sums to zero, and no order gives back more than it was paid."""
    with market.above() as work:
        assert unbalanced(work) == 0
        assert (work.session.scalar(select(func.sum(LedgerEntry.amount_minor))) or 0) == 0
        for order in work.session.scalars(select(Order)):
            back = select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(Refund.order_id == order.id)
            assert (work.session.scalar(back) or 0) <= order.total_minor
            assert work.session.scalar(back) == order.refunded_minor


def owed(market: Cast, code: str) -> dict[str, int]:
    """What the shop has by the books for an order, by account."""
    with market.above() as work:
        rows = work.session.execute(
            select(LedgerEntry.account, -func.sum(LedgerEntry.amount_minor))
            .join(Order, Order.id == LedgerEntry.order_id)
            .where(LedgerEntry.account.in_(["seller_pending", "seller_available"]), Order.code == code)
            .group_by(LedgerEntry.account)
        )
        return {account: int(amount) for account, amount in rows}


def ask(market: Cast, code: str, *, cause: str, amount_minor: int) -> None:
    with market.above() as work:
        order = orders.get_order(work, code)
        payments.request_refund(
            work,
            purchase_id=order.purchase_id,
            tenant_id=order.tenant_id,
            order_id=order.id,
            cause=cause,
            amount_minor=amount_minor,
            fees={},
        )
