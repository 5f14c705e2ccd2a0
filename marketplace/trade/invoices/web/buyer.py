"""Asking for an invoice, mending what was said, and fetching what the shop sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, flash, g, redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.trade.invoices import queries, rules, service
from marketplace.trade.invoices.errors import NoSuchInvoice
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.invoices.rules import InvoiceState
from marketplace.trade.invoices.web.forms import AskForm
from marketplace.trade.invoices.web.papers import xml_file
from marketplace.trade.orders import get_order
from marketplace.trade.orders import queries as orders
from marketplace.trade.orders.models import Order, Purchase
from marketplace.web.access import buyer_only, signed_in
from marketplace.web.audiences import BUYER, person_id
from marketplace.web.pages import page

room = BUYER.room("invoices")


@room.app_context_processor
def _of_orders() -> dict[str, Any]:
    return {"invoice_of": invoice_of, "last_day_for_invoice": last_day_for_invoice}


def invoice_of(view: orders.OrderView) -> InvoiceRequest | None:
    """The invoice that was asked for of an order, for its page; asked only of one whose story tells of an invoice."""
    if not any(kind.startswith("invoice_") for kind in view.kinds):
        return None
    return queries.find_sale(g.work, view.order.id)


def last_day_for_invoice(order: Order) -> date:
    """The last day on which the data of an order's invoice can be said or mended."""
    return rules.last_day_to_ask(mexican_day(order.placed_at))


def _form(work: Work, order: Order | None = None) -> AskForm:
    """The form as it was filled in before: of this order, or what the person keeps."""
    sale = queries.invoices_of(work, order)[0] if order else None
    person = person_id()
    known = sale.for_whom if sale else (service.find_tax_data(work, person) if person else None)
    return AskForm(data=vars(known) if known else None)


def _keep(work: Work, form: AskForm) -> None:
    person = person_id()
    if form.keep.data and person is not None:
        service.save_tax_data(work, person, form.told())


@room.route("/pedidos/<code>/factura", methods=["GET", "POST"])
@buyer_only
def ask(work: Work, code: str) -> object:
    """The invoice of one order: ask for it, mend what was said, or fetch it."""
    order = get_order(work, code)
    form = _form(work, order)
    if form.is_submitted() and form.carry_out(work, lambda: service.ask_invoice(work, code, form.told())):
        _keep(work, form)
        flash(_("Se la pedimos a %(shop)s. Te avisamos cuando llegue.", shop=order.shop_name), "success")
        return redirect(url_for(".ask", code=code))
    sale, credit_notes = queries.invoices_of(work, order)
    return page(
        "trade/invoices/buyer/invoice.html",
        order=order,
        sale=sale,
        credit_notes=credit_notes,
        form=form,
        may_ask=service.may_ask(work, order),
        global_month=queries.global_month_of(work, order),
        last_day=last_day_for_invoice(order),
        now=work.now,
    ), (422 if form.is_submitted() else 200)


def _orders(work: Work, purchase: Purchase) -> list[Order]:
    return list(orders.orders_of(work, [purchase.id])[purchase.id])


@room.route("/compra/<code>/factura", methods=["GET", "POST"])
@buyer_only
def ask_all(work: Work, code: str) -> object:
    """The invoices of all orders of a purchase that have none yet, asked for at once: each shop sends its own."""
    purchase = orders.get_purchase(work, code)
    bought = _orders(work, purchase)
    form = _form(work)
    if form.is_submitted() and form.carry_out(work, lambda: service.ask_for_purchase(work, bought, form.told())):
        _keep(work, form)
        flash(_("Las pedimos. Cada tienda te envía la suya."), "success")
        return redirect(url_for("orders_purchases_buyer.purchase", code=code))
    asked = {one.order_id: one for one in service.sales_of(work, [order.id for order in bought])}
    return page(
        "trade/invoices/buyer/purchase.html",
        purchase=purchase,
        orders=[(order, asked.get(order.id), service.may_ask(work, order)) for order in bought],
        form=form,
        last_day=rules.last_day_to_ask(mexican_day(purchase.created_at)),
    ), (422 if form.is_submitted() else 200)


@room.get("/pedidos/<code>/factura/<invoice>/xml")
@buyer_only
def xml(work: Work, code: str, invoice: str) -> Response:
    """The XML that a shop sent of an order."""
    order, found = get_order(work, code), service.get_invoice(work, invoice)
    if found.order_id != order.id or found.state != InvoiceState.SENT or found.xml is None:
        raise NoSuchInvoice
    return xml_file(found.xml.encode(), f"{found.uuid}.xml")


@room.route("/cuenta/datos-fiscales", methods=["GET", "POST"])
@signed_in
def saved(work: Work) -> object:
    """The tax data that somebody keeps for the next time."""
    person = person_id()
    assert person is not None  # the sign on this door
    known = service.find_tax_data(work, person)
    form = AskForm(data=vars(known) if known else None)
    if form.is_submitted() and form.carry_out(work, lambda: service.save_tax_data(work, person, form.told())):
        flash(_("Guardado. Se llena solo cuando pidas factura."), "success")
        return redirect(url_for(".saved"))
    return page("trade/invoices/buyer/saved.html", form=form, known=known), 422 if form.is_submitted() else 200


@room.post("/cuenta/datos-fiscales/borrar")
@signed_in
def forget(work: Work) -> object:
    """Forget the tax data that was kept."""
    person = person_id()
    assert person is not None  # the sign on this door
    service.forget_tax_data(work, person)
    flash(_("Los borramos de tu cuenta. Las facturas que ya pediste quedan como están."), "success")
    return redirect(url_for(".saved"))
