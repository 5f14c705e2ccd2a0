"""What orders do about facts: the money of a cancelled one goes back, and its story says when it went."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.money.payments.events import RefundStuck, RefundSucceeded
from marketplace.money.payouts.events import RefundAccountGiven
from marketplace.trade.orders import service
from marketplace.trade.orders.events import OrderCancelled
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.refunds import give_all_back


def refund_cancelled(work: Work, fact: OrderCancelled) -> None:
    """Reverse the fees of a cancelled order line by line, and ask for all its money to go back."""
    give_all_back(work, (fact.tenant_id, fact.order_id), cause=f"cancel:{fact.order_id}")


def note_refund(work: Work, fact: RefundSucceeded) -> None:
    """Money went back: the order's story says how much."""
    _note(work, fact.tenant_id, fact.order_id, "refunded", str(fact.amount_minor))


def note_stuck_refund(work: Work, fact: RefundStuck) -> None:
    """Money does not go back by the way it came: the order's story says that its buyer has to say where to."""
    _note(work, fact.tenant_id, fact.order_id, "refund_stuck", str(fact.amount_minor))


def note_refund_account(work: Work, fact: RefundAccountGiven) -> None:
    """The buyer said where to: the order's story says so, not to which account."""
    _note(work, fact.tenant_id, fact.order_id, "refund_account", "")


def _note(work: Work, tenant_id: UUID, order_id: UUID, kind: str, text: str) -> None:
    order = work.session.lock(select(Order).where(Order.tenant_id == tenant_id, Order.id == order_id))[0]
    service.note(work, order, kind, text=text)
