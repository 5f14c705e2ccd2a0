"""The cart, the checkout, and what a buyer sees of a purchase afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.inventory.queries import held_for
from marketplace.kernel.errors import Refusal
from marketplace.kernel.ids import new_token
from marketplace.kernel.published import HOLD_DAYS
from marketplace.kernel.work import Work
from marketplace.money.fees import receipt
from marketplace.money.fees.queries import fees_of_orders
from marketplace.money.taxes.errors import NoRateInForce
from marketplace.people.accounts.errors import UnknownPostalCode
from marketplace.people.accounts.queries import find_locality
from marketplace.trade.ordering import cart as carts
from marketplace.trade.ordering import errors, guests, placing, queries, service
from marketplace.trade.ordering.cart import CartLine, PricedCart
from marketplace.trade.ordering.cart_rows import cart_lines, change_cart, fill_cart, keep_cart, put_in_cart
from marketplace.trade.ordering.errors import BadQuantity, CartFull, NoSuchPurchase
from marketplace.trade.ordering.links import link_token
from marketplace.trade.ordering.models import Purchase
from marketplace.trade.ordering.payment import give_up_overlapping
from marketplace.trade.ordering.placing import Checkout, Placed
from marketplace.trade.ordering.queries import OrderView
from marketplace.trade.ordering.rules import CANCELLABLE, Change, PurchaseState, may_go_back, still_open
from marketplace.trade.ordering.web import words
from marketplace.trade.ordering.web.cart_form import CartForm, minor_of, quantity_of, variant_of
from marketplace.trade.ordering.web.forms import CancelForm, CheckoutForm
from marketplace.trade.ordering.web.guests import count_cart_anew, keep_link
from marketplace.trade.ordering.web.known import known_at_checkout
from marketplace.trade.ordering.web.paying import to_payment
from marketplace.trade.ordering.web.steps import take_step
from marketplace.trade.pricing.offers import find_offers
from marketplace.trade.shipping.rules import Destination
from marketplace.web.access import anyone_above, buyer_above, buyer_only, own_cart, signed_in
from marketplace.web.audiences import BUYER, buyer_id, cart_owner, person_id
from marketplace.web.browsers import name_browser
from marketplace.web.formatting import locale_code
from marketplace.web.pages import Place, keep_place, note_cart_count, page, place
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say

room = BUYER.room("ordering")
_ON_PAGE = 20


def _destination() -> Destination | None:
    chosen = place()
    return Destination(chosen.code, chosen.state_code) if chosen else None


@room.get("/carrito")
@anyone_above("own cart")
def cart(work: Work) -> str:
    """The cart, shop by shop, with each shop's shipping and the whole before any form. Looking changes nothing in it."""
    return _cart_page(work)


def _cart_page(work: Work, *, typed: Mapping[UUID, str] | None = None, refusal: Refusal | None = None) -> str:
    lines = cart_lines(work, cart_owner())
    note_cart_count(sum(line.quantity for line in lines))
    unpaid = _unpaid(work)
    priced = carts.price(work, lines, _destination(), held_for(work, [one.id for one in unpaid]))
    shown = {line.variant_id for part in priced.parts for line in part.lines}
    return page(
        "trade/ordering/buyer/cart.html", cart=priced, changes=priced.changes, typed=typed or {}, words=words,
        gone=[line.variant_id for line in lines if line.variant_id not in shown], unpaid=unpaid,
        refusal=say(refusal) if refusal else "",
    )  # fmt: skip


def _unpaid(work: Work) -> Sequence[Purchase]:
    """What waits to be paid: of whoever is signed in, and what was bought as a guest from the cart before us."""
    person = person_id()
    return [*(queries.unpaid(work, person) if person else ()), *guests.unpaid_here(work, cart_owner())]


@room.post("/carrito/agregar")
@own_cart
def add(work: Work) -> object:
    """Put something into the cart."""
    number = request.form.get("number", 0, type=int) or 0
    found = find_offers(work, [number])
    variant_id = variant_of(request.form.get("variant", ""))
    variant = next((v for row in found for v in row.variants if v["id"] == str(variant_id)), None)
    if variant is None or variant_id is None:
        flash(words.change_sentence(Change(number, found[0].title if found else "", "withdrawn")), "warning")
        return redirect(url_for(".cart"))
    try:
        line = CartLine(number, variant_id, quantity_of(request.form.get("quantity", "1")), variant["price_minor"])
        note_cart_count(put_in_cart(work, _owner(), [line]))
    except (BadQuantity, CartFull) as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".cart"))


def _owner() -> UUID:
    owner = cart_owner()
    assert owner is not None  # the sign on a form's door gives a browser its name
    return owner


@room.post("/carrito/cambiar")
@anyone_above("own cart")
def change(work: Work) -> object:
    """Set how many of each thing, as the whole cart says; then go on to the checkout, or stay. None takes a thing out."""
    owner, form = cart_owner(), CartForm()
    try:
        if owner is not None:
            quantities = form.quantities()
            if form.goes_on:
                give_up_overlapping(work, _unpaid(work), quantities.keys())
            note_cart_count(change_cart(work, owner, quantities, form.seen))
    except BadQuantity as refusal:
        return _cart_page(work, typed=form.typed, refusal=refusal), 422
    if form.removed:
        flash(_("Lo quitamos de tu carrito."), "success")
    return redirect(url_for(".checkout" if form.goes_on else ".cart"))


@room.route("/pagar", methods=["GET", "POST"])
@anyone_above("checkout")
def checkout(work: Work) -> object:
    """Say who receives it and where; guests need no account. What is in the cart stays there until it is paid."""
    lines = cart_lines(work, cart_owner())
    form = CheckoutForm(data=known_at_checkout(work) if request.method == "GET" else None)
    before = None
    if form.is_submitted() and form.key.data:
        before = placing.find_placed(work, form.key.data, buyer_id=person_id(), cart_id=cart_owner())
    if before is not None:
        return to_payment(before)
    if not lines:
        flash(say(errors.EmptyCart()), "warning")
        return redirect(url_for(".cart"))
    if form.validate_on_submit() and form.key.data:
        where = _place_of(work, form.postal_code.data)
        if where is not None:
            return _place(work, form, where, lines)
        form.show(UnknownPostalCode())
    priced = carts.price(work, lines, _destination())
    return _checkout_page(form, priced, priced.changes), 422 if form.is_submitted() else 200


def _place_of(work: Work, code: str) -> Place | None:
    """The place of a postal code; mostly the one this browser chose before."""
    chosen = place()
    if chosen is not None and chosen.code == code:
        return chosen
    locality = find_locality(work, code)
    if locality is None:
        return None
    return Place(locality.code, f"{locality.code} · {locality.label}", locality.state_code, locality.border)


def _checkout_page(
    form: CheckoutForm,
    priced: PricedCart,
    changes: Sequence[Change],
    *,
    told: str = "",
    unpaid: Sequence[Purchase] = (),
) -> str:
    form.total_seen.data = str(priced.total_minor)
    form.key.data = form.key.data or new_token()
    return page(
        "trade/ordering/buyer/checkout.html",
        form=form,
        cart=priced,
        changes=changes,
        told=told,
        unpaid=unpaid,
        words=words,
    )


def _place(work: Work, form: CheckoutForm, where: Place, lines: list[CartLine]) -> object:
    """Place the purchase; when something is not as it was seen or too much waits to be paid, show what, keep the form."""
    before, to = _destination(), Destination(where.code, where.state_code)
    keep_place(where)
    try:
        return to_payment(_buy(work, form, to, lines))
    except errors.CartChanged as refusal:
        changes = refusal.details["changes"]
        assert isinstance(changes, list)  # ordering.placing names the changes
        priced = carts.price(work, lines, to)
        if [change.what for change in changes] == ["total"] and _seen_minor(form) in (
            priced.goods_minor,
            carts.price(work, lines, before).total_minor,
        ):  # nothing changed: the way was not known yet, or led elsewhere
            return _checkout_page(form, priced, [], told=words.with_the_way(priced, where.code))
        note_cart_count(keep_cart(work, _owner(), priced.as_seen))  # each change is named on the page that follows
        return _checkout_page(form, priced, changes), 409
    except errors.FormUsed as refusal:
        form.key.data = None
        form.show(refusal)
        return _checkout_page(form, carts.price(work, lines, to), []), 409
    except (errors.TooManyUnpaid, errors.TooManyHeld) as refusal:
        form.show(refusal)
        return _checkout_page(form, carts.price(work, lines, to), [], unpaid=_unpaid(work)), 409
    except NoRateInForce as refusal:
        form.show(refusal)
        return _checkout_page(form, carts.price(work, lines, to), []), 409


def _buy(work: Work, form: CheckoutForm, to: Destination, lines: list[CartLine]) -> Placed:
    """Place the purchase; where the page said what had changed and its total is the one of now, it was seen."""
    settings = current_app.extensions["settings"]
    more: dict[str, Any] = {"provider": settings.payments, "hold": timedelta(minutes=settings.reservation_minutes)}
    try:
        return placing.place_purchase(work, _asked(form, to, lines), **more)
    except errors.CartChanged:
        priced = carts.price(work, lines, to)
        if not priced.changes or priced.total_minor != _seen_minor(form):
            raise
        return placing.place_purchase(work, _asked(form, to, priced.as_seen), **more)


def _seen_minor(form: CheckoutForm) -> int:
    return minor_of(form.total_seen.data or "")


def _asked(form: CheckoutForm, to: Destination, lines: list[CartLine]) -> Checkout:
    address = {
        name: form[name].data for name in ("postal_code", "state", "municipality", "settlement", "street", "references")
    }
    return Checkout(
        key=str(form.key.data), buyer_id=person_id(), email=form.email.data, name=form.name.data, phone=form.phone.data,
        address=address, to=to, lines=lines, total_seen_minor=_seen_minor(form),
        locale=locale_code(), link_token=link_token(str(form.key.data)),
        source=request.remote_addr, cart_id=cart_owner(),
    )  # fmt: skip


@room.get("/compra/<code>/enlace/<token>")
@anyone_above("guest link")
def guest_link(work: Work, code: str, token: str) -> object:
    """Open a purchase, or an order of it, by the link in a letter. It opens nothing else; who is signed in may keep it."""
    opened, by_guest = queries.open_link(work, code, token)
    if by_guest and person_id() is not None:
        return redirect(url_for("ordering_claiming_buyer.by_link", code=code, token=token))
    if by_guest:
        keep_link(token)
    asked = request.args.get("pedido")
    of_it = asked and any(order.code == asked for order in queries.orders_of(work, [opened.id])[opened.id])
    return redirect(url_for(".order", code=asked) if of_it else url_for(".purchase", code=code))


@room.get("/compra/<code>")
@buyer_only
def purchase(work: Work, code: str) -> str:
    """A purchase: its parcels, and where the money goes."""
    bought = queries.get_purchase(work, code)
    views = queries.view_orders(work, queries.orders_of(work, [bought.id])[bought.id])
    if bought.state == PurchaseState.PAID and "pagada" in request.args:
        count_cart_anew()  # what was paid has left it meanwhile
    confirming = bought.state == PurchaseState.AWAITING_PAYMENT and "pagada" in request.args
    return page(
        "trade/ordering/buyer/purchase.html", purchase=bought, views=views, confirming=confirming,
        receipts=_receipts(work, views), words=words,
    )  # fmt: skip


def _receipts(work: Work, views: Sequence[OrderView]) -> dict[UUID, receipt.Receipt]:
    fees = fees_of_orders(work, [view.order.id for view in views])
    return {
        view.order.id: receipt.frozen(
            view.order.total_minor,
            fees[view.order.id],
            names=view.names,
            for_buyer=view.order.shop_name,
            refunded_minor=view.order.refunded_minor,
        )
        for view in views
    }


@room.post("/compra/<code>/otra-vez")
@buyer_above("own cart")
def again(work: Work, code: str) -> object:
    """Put what a purchase was of back into the cart."""
    bought = queries.get_purchase(work, code)
    if bought.account_id != buyer_id():
        raise NoSuchPurchase
    orders = queries.orders_of(work, [bought.id])[bought.id]
    lines = [
        CartLine(line.number, line.variant_id, line.quantity, line.unit_price_minor)
        for of in queries.lines_of_orders(work, orders).values()
        for line in of
    ]
    try:
        note_cart_count(fill_cart(work, person_id() or name_browser(), lines))
    except CartFull as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".cart"))


@room.get("/pedidos")
@signed_in
def orders(work: Work) -> str:
    """The account's purchases."""
    number = page_number()
    bought, total = queries.purchases(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    by_purchase = queries.orders_of(work, [one.id for one in bought])
    everything = [order for of in by_purchase.values() for order in of]
    return page(
        "trade/ordering/buyer/orders.html",
        purchases=bought,
        orders=by_purchase,
        lines=queries.lines_of_orders(work, everything),
        kinds=queries.kinds_of_orders(work, everything),
        page_of=Page(number, _ON_PAGE, total),
        words=words,
    )


@room.get("/pedidos/<code>")
@buyer_only
def order(work: Work, code: str) -> str:
    """One order: timeline, what it is of, and where the money goes."""
    bought = service.get_order(work, code)
    view = queries.view_order(work, bought)
    return page(
        "trade/ordering/buyer/order.html",
        view=view,
        still_open=still_open(view.kinds),
        returnable=any(
            line.left > 0 and may_go_back(bought.delivered_at, line.return_days, work.now) for line in view.lines
        ),
        purchase_code=queries.find_purchase_code(work, bought.purchase_id),
        receipt=_receipts(work, [view])[bought.id],
        words=words,
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
        _("Gracias. El dinero de la tienda espera %(days)s días, por si algo no está bien.", days=HOLD_DAYS),
    )
    return redirect(url_for(".order", code=code))
