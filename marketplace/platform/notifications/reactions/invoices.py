"""About invoices of sales: the shop learns what is asked for, the buyer what came of it, both when it is late."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marketplace.kernel.work import Work
from marketplace.platform.notifications.reactions.orders import find_order, shop_path
from marketplace.platform.notifications.recipients import to_buyer, to_shop
from marketplace.platform.notifications.service import notify
from marketplace.trade.invoices import InvoiceKind, InvoiceState
from marketplace.trade.invoices.events import InvoiceAnswered, InvoiceAsked, InvoiceLate
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.orders import guest_path
from marketplace.trade.orders.models import Order, Purchase


def _load(work: Work, tenant_id: UUID, invoice_id: UUID) -> tuple[InvoiceRequest, Order, Purchase, dict[str, Any]]:
    request = work.session.get_one(InvoiceRequest, (tenant_id, invoice_id))
    order, purchase = find_order(work, tenant_id, request.order_id)
    data = {"code": order.code, "shop": order.shop_name, "buyer": order.buyer_name, "until": request.answer_by}
    return request, order, purchase, data


def _shop_path(request: InvoiceRequest, order: Order) -> str:
    return shop_path(order, f"facturas/{request.code}")


def tell_asked(work: Work, fact: InvoiceAsked) -> None:
    """The shop learns that an invoice or a credit note is due, and until when."""
    request, order, _purchase, data = _load(work, fact.tenant_id, fact.invoice_id)
    kind = "invoice_asked" if request.kind == InvoiceKind.SALE else "invoice_credit_due"
    data["amount"] = request.amount_minor
    about = f"{request.id}:{fact.round}"
    notify(work, kind, to_shop(work, fact.tenant_id), about, data, _shop_path(request, order))


def tell_answered(work: Work, fact: InvoiceAnswered) -> None:
    """The buyer learns that it came, or which of their data to mend."""
    request, order, purchase, data = _load(work, fact.tenant_id, fact.invoice_id)
    if request.round != fact.round:
        return  # it was asked for again meanwhile
    path, about = guest_path(purchase, order), f"{request.id}:{fact.round}"
    if request.state == InvoiceState.SENT:
        kind = "invoice_sent" if request.kind == InvoiceKind.SALE else "invoice_credit_sent"
        notify(work, kind, to_buyer(purchase), about, data | {"amount": request.amount_minor}, path)
    elif request.state == InvoiceState.DECLINED:
        notify(work, "invoice_declined", to_buyer(purchase), about, data | {"reason": request.reason}, path)


def tell_late(work: Work, fact: InvoiceLate) -> None:
    """Both learn that the time to send it is over, unless it came meanwhile."""
    request, order, purchase, data = _load(work, fact.tenant_id, fact.invoice_id)
    if request.state != InvoiceState.ASKED or request.round != fact.round:
        return
    about = f"{request.id}:{fact.round}"
    notify(work, "invoice_late", to_buyer(purchase), about, data, guest_path(purchase, order))
    notify(work, "invoice_late_shop", to_shop(work, fact.tenant_id), about, data, _shop_path(request, order))
