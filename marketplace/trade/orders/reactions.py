"""What orders do about facts: the money of a cancelled one goes back, and its story says when it went."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.money.payments.events import RefundSucceeded
from marketplace.trade.orders import service
from marketplace.trade.orders.events import OrderCancelled
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.refunds import give_all_back


def refund_cancelled(work: Work, fact: OrderCancelled) -> None:
    """Reverse the fees of a cancelled order line by line, and ask for all its money to go back."""
    give_all_back(work, (fact.tenant_id, fact.order_id), cause=f"cancel:{fact.order_id}")


def note_refund(work: Work, fact: RefundSucceeded) -> None:
    """Money went back: the order's story says how much."""
    order = work.session.lock(select(Order).where(Order.tenant_id == fact.tenant_id, Order.id == fact.order_id))[0]
    service.note(work, order, "refunded", text=str(fact.amount_minor))
