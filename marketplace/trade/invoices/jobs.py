"""What invoices do by the clock, and about money that went back."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.money.payments.events import RefundSucceeded
from marketplace.trade.invoices import service
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.invoices.rules import InvoiceState
from marketplace.trade.orders.events import OrderCancelled
from marketplace.trade.orders.models import Order

_AT_ONCE = 50


def tell_late(work: Work) -> None:
    """By the clock: of what is not sent in time both sides hear, once for each asking."""
    late = work.session.scalars(
        select(InvoiceRequest.code)
        .where(
            InvoiceRequest.state == InvoiceState.ASKED,
            InvoiceRequest.answer_by <= work.now,
            InvoiceRequest.told_late_at.is_(None),
        )
        .order_by(InvoiceRequest.answer_by, InvoiceRequest.id)
        .limit(_AT_ONCE)
    ).all()
    for code in late:
        service.note_late(work, code)


def credit_refund(work: Work, fact: RefundSucceeded) -> None:
    """Money of an order went back: of what was invoiced before, a credit note is due."""
    service.note_gone_back(work, work.session.lock_row(Order, (fact.tenant_id, fact.order_id)))


def withdraw_cancelled(work: Work, fact: OrderCancelled) -> None:
    """An order was cancelled: nobody has to invoice it any more."""
    service.withdraw_unsent(work, work.session.lock_row(Order, (fact.tenant_id, fact.order_id)))
