"""A shop's orders: the list with its tabs, one order with one primary action, packing and shipping."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_babel import gettext as _

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.fees import fees_of_order, receipt
from marketplace.trade.orders import queries, service
from marketplace.trade.orders.holds import is_held
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.queries import OrderView
from marketplace.trade.orders.rules import CANCELLABLE, CancelReason, OrderState, is_sold_again
from marketplace.trade.orders.web.forms import PackForm, ShipForm, ShopCancelForm
from marketplace.trade.orders.web.steps import take_step
from marketplace.trade.parcels import BadTracking, TrackingNeeded
from marketplace.web.access import requires
from marketplace.web.asked import text_in
from marketplace.web.audiences import SELLER
from marketplace.web.pages import may, page, sees_what_was_paid
from marketplace.web.paging import Page, page_number

room = SELLER.room("orders")
_ON_PAGE = 50
_TABS = (
    "",
    queries.SOON,
    OrderState.PAID,
    OrderState.PACKED,
    OrderState.SHIPPED,
    OrderState.DELIVERED,
    OrderState.CANCELLED,
)


@room.get("/pedidos")
@requires(May.VIEW_ORDERS)
def orders(work: Work) -> str:
    """The shop's orders, by state."""
    number = page_number()
    state = request.args.get("estado", "")
    state = state if state in _TABS else ""
    text = text_in(request.args, "q", most=60)
    rows = queries.shop_orders(work, state=state, text=text, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    counts = queries.count_by_state(work, text=text)
    total = counts.total()
    counts[queries.SOON] = queries.count_soon(work, text=text)
    return page(
        "trade/orders/seller/orders.html",
        rows=rows,
        state=state,
        text=text,
        tabs=_TABS,
        counts=counts,
        pieces=queries.pieces_of_orders(work, [row.id for row in rows]),
        page_of=Page(number, _ON_PAGE, counts[state] if state else total),
        now=work.now,
    )


def _show(work: Work, order: Order, pack: PackForm, ship: ShipForm, cancel: ShopCancelForm) -> str:
    view = queries.view_order(work, order)
    return page(
        "trade/orders/seller/order.html",
        view=view,
        receipt=_receipt(work, view) if may(May.VIEW_MONEY) else None,
        amounts=sees_what_was_paid(),
        phone=service.phone_for_sending(work, order),
        held=is_held(work, order),
        cancellable=order.state in CANCELLABLE,
        pack=pack,
        ship=ship,
        cancel=cancel,
        now=work.now,
    )


def _receipt(work: Work, view: OrderView) -> receipt.Receipt:
    order = view.order
    fees = fees_of_order(work, order.id)
    wrapped = order.wrap_minor is not None
    return receipt.frozen(
        order.total_minor, fees, names=view.names, wrapped=wrapped, refunded_minor=order.refunded_minor
    )


@room.get("/pedidos/<code>")
@requires(May.VIEW_ORDERS)
def order(work: Work, code: str) -> str:
    """One order and what is to be done with it."""
    found = service.get_order(work, code)
    return _show(work, found, PackForm(), ShipForm(), ShopCancelForm())


@room.get("/pedidos/<code>/hoja")
@requires(May.VIEW_ORDERS)
def packing_slip(work: Work, code: str) -> str:
    """The sheet that goes into the parcel."""
    view = queries.view_order(work, service.get_order(work, code))
    return page(
        "trade/orders/seller/slip.html",
        view=view,
        phone=service.phone_for_sending(work, view.order),
        amounts=sees_what_was_paid() and not view.order.prices_hidden,
    )


@room.post("/pedidos/<code>/empacar")
@requires(service.pack_order)
def pack(work: Work, code: str) -> object:
    """Say that it is packed, with a word to the buyer."""
    form = PackForm()
    if form.validate():
        message = (form.message.data or "").strip()
        take_step(
            work,
            lambda: service.pack_order(work, code, message=message),
            _("Empacado. Sigue entregarlo a la paquetería."),
        )
        return redirect(url_for(".order", code=code))
    return _show(work, service.get_order(work, code), form, ShipForm(formdata=None), ShopCancelForm(formdata=None)), 422


@room.post("/pedidos/<code>/enviar")
@requires(service.ship_order)
def ship(work: Work, code: str) -> object:
    """Say with which carrier it went."""
    form = ShipForm()
    if form.validate():
        try:
            take_step(
                work,
                lambda: service.ship_order(work, code, carrier=form.carrier.data, tracking=form.tracking.data),
                _("Enviado. Ya avisamos a quien compró."),
            )
            return redirect(url_for(".order", code=code))
        except (BadTracking, TrackingNeeded) as refusal:
            form.show(refusal)
    return _show(work, service.get_order(work, code), PackForm(formdata=None), form, ShopCancelForm(formdata=None)), 422


@room.post("/pedidos/<code>/entregado")
@requires(service.tell_arrival)
def delivered(work: Work, code: str) -> object:
    """Say that the carrier says that it arrived; the buyer is asked."""
    take_step(
        work,
        lambda: service.tell_arrival(work, code),
        _("Anotado. Le preguntamos a quien compró si le llegó; tu dinero se libera cuando lo diga, o por reloj."),
    )
    return redirect(url_for(".order", code=code))


@room.post("/pedidos/<code>/cancelar")
@requires(May.CANCEL_ORDERS)
def cancel(work: Work, code: str) -> object:
    """Cancel with a reason that the buyer reads."""
    form = ShopCancelForm()
    if form.validate():
        said = (
            _("Cancelado. El dinero vuelve a quien compró y las piezas a tu inventario.")
            if is_sold_again(form.reason.data)
            else _("Cancelado. El dinero vuelve a quien compró; las piezas no vuelven a la venta.")
        )
        take_step(work, lambda: service.cancel_order(work, code, why=CancelReason(form.reason.data)), said)
        return redirect(url_for(".order", code=code))
    return _show(work, service.get_order(work, code), PackForm(formdata=None), ShipForm(formdata=None), form), 422
