"""A buyer's orders: the list, one order, cancelling it, and saying that it came."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, url_for
from flask_babel import gettext as _

from marketplace.kernel.work import Work
from marketplace.trade.orders import queries, service
from marketplace.trade.orders.receipts import receipts_of
from marketplace.trade.orders.rules import CANCELLABLE, may_go_back, still_open
from marketplace.trade.orders.web.forms import CancelForm
from marketplace.trade.orders.web.steps import take_step
from marketplace.web.access import buyer_above, buyer_only, signed_in
from marketplace.web.audiences import BUYER, buyer_id
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = BUYER.room("orders")
_ON_PAGE = 20


@room.get("/pedidos")
@signed_in
def orders(work: Work) -> str:
    """The account's purchases."""
    number = page_number()
    bought, total = queries.purchases(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    by_purchase = queries.orders_of(work, [one.id for one in bought])
    everything = [order for of in by_purchase.values() for order in of]
    return page(
        "trade/orders/buyer/orders.html",
        purchases=bought,
        orders=by_purchase,
        lines=queries.lines_of_orders(work, everything),
        kinds=queries.kinds_of_orders(work, everything),
        page_of=Page(number, _ON_PAGE, total),
    )


@room.get("/pedidos/<code>")
@buyer_only
def order(work: Work, code: str) -> str:
    """One order: timeline, what it is of, and where the money goes."""
    bought = service.get_order(work, code)
    view = queries.view_order(work, bought)
    return page(
        "trade/orders/buyer/order.html",
        view=view,
        still_open=still_open(view.kinds),
        returnable=any(
            line.left > 0 and may_go_back(bought.delivered_at, line.return_days, work.now) for line in view.lines
        ),
        purchase_code=queries.find_purchase_code(work, bought.purchase_id),
        receipt=receipts_of(work, [view])[bought.id],
        may_miss=still_open(view.kinds) != "dispute" and queries.may_be_missed(bought, work.now),
        cancellable=bought.state in CANCELLABLE,
        cancel_form=CancelForm(),
    )


@room.post("/pedidos/<code>/cancelar")
@buyer_above("own cancellation")
def cancel(work: Work, code: str) -> object:
    """Cancel an order that is not shipped yet."""
    form = CancelForm()
    buyer = buyer_id()
    assert buyer is not None  # the sign on this door
    words_of_buyer = (form.reason.data or "") if form.validate() else ""
    named = replace(work.actor, name=service.get_order(work, code, buyer_id=buyer).buyer_name)
    work.actor = work.actor if work.actor.name else named
    take_step(
        work,
        lambda: service.cancel_order(work, code, words=words_of_buyer, buyer_id=buyer),
        _("Cancelaste el pedido. Tu dinero va de regreso."),
    )
    return redirect(url_for(".order", code=code))


@room.post("/pedidos/<code>/llego")
@buyer_above("own delivery")
def delivered(work: Work, code: str) -> object:
    """Say that a parcel arrived."""
    buyer = buyer_id()
    assert buyer is not None  # the sign on this door
    take_step(
        work,
        lambda: service.deliver_order(work, code, buyer_id=buyer),
        _("Gracias. El dinero de la tienda espera unos días, por si algo no está bien."),
    )
    return redirect(url_for(".order", code=code))
