"""The cart, the checkout, and what a buyer sees of a purchase afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _

from marketplace.accounts.errors import UnknownPostalCode
from marketplace.accounts.queries import find_locality
from marketplace.fees import receipt
from marketplace.fees.queries import fees_of_orders
from marketplace.kernel.ids import new_token
from marketplace.kernel.published import HOLD_DAYS
from marketplace.kernel.work import Work
from marketplace.ordering import cart as carts
from marketplace.ordering import placing, queries, service
from marketplace.ordering.cart import CartLine, PricedCart
from marketplace.ordering.errors import (
    BadQuantity,
    CartChanged,
    CartFull,
    EmptyCart,
    NoSuchPurchase,
    TooManyHeld,
    TooManyUnpaid,
)
from marketplace.ordering.links import link_token
from marketplace.ordering.models import Purchase
from marketplace.ordering.placing import Checkout, Placed
from marketplace.ordering.queries import OrderView
from marketplace.ordering.rules import CANCELLABLE, MOST_OF_ONE, Change, may_go_back, may_miss, still_open
from marketplace.ordering.web import words
from marketplace.ordering.web.forms import CancelForm, CheckoutForm
from marketplace.ordering.web.known import known_at_checkout
from marketplace.ordering.web.steps import take_step
from marketplace.payments.jobs import PROVIDERS
from marketplace.payments.queries import charge_of
from marketplace.shipping.rules import Destination
from marketplace.storefront.queries import offers
from marketplace.taxes.errors import NoRateInForce
from marketplace.web.access import anyone, anyone_above, buyer_above, buyer_only, signed_in
from marketplace.web.audiences import BUYER, buyer_id, person_id
from marketplace.web.formatting import locale_code
from marketplace.web.pages import Place, keep_place, page, place
from marketplace.web.paging import Page, page_number
from marketplace.web.words import say

room = BUYER.room("ordering")
_ON_PAGE = 20


def _lines() -> list[CartLine]:
    return carts.read(session.get("cart"))


def _keep(lines: Sequence[CartLine]) -> None:
    session["cart"] = carts.store(lines)
    session.permanent = True


def _destination() -> Destination | None:
    chosen = place()
    return Destination(chosen.code, chosen.state_code) if chosen else None


def _quantity() -> int:
    typed = request.form.get("quantity", "1").strip()
    if not typed.isdigit() or len(typed) > 4:
        raise BadQuantity(most=MOST_OF_ONE)
    return int(typed)


def _variant_id() -> UUID | None:
    try:
        return UUID(request.form.get("variant", ""))
    except ValueError:
        return None


def _as_seen(priced: PricedCart) -> list[CartLine]:
    """The cart as it stands now: what changed was named, so what is shown from here on is what was seen."""
    return [
        CartLine(line.number, line.variant_id, line.quantity, line.unit_minor)
        for part in priced.parts
        for line in part.lines
    ]


@room.get("/carrito")
@anyone
def cart(work: Work) -> str:
    """The cart, shop by shop, with each shop's shipping and the whole before any form."""
    priced = carts.price(work, _lines(), _destination())
    _keep(_as_seen(priced))
    return page("ordering/buyer/cart.html", cart=priced, changes=priced.changes, words=words)


@room.post("/carrito/agregar")
@anyone
def add(work: Work) -> object:
    """Put something into the cart."""
    number = request.form.get("number", 0, type=int) or 0
    found = offers(work, [number])
    variant_id = _variant_id()
    variant = next((v for row in found for v in row.variants if v["id"] == str(variant_id)), None)
    if variant is None or variant_id is None:
        flash(words.change_sentence(Change(number, found[0].title if found else "", "withdrawn")), "warning")
        return redirect(url_for(".cart"))
    try:
        _keep(carts.put(_lines(), CartLine(number, variant_id, _quantity(), variant["price_minor"])))
    except (BadQuantity, CartFull) as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".cart"))


@room.post("/carrito/cambiar")
@anyone
def change(work: Work) -> object:
    """Set how many of one thing; none takes it out."""
    variant_id = _variant_id()
    try:
        if variant_id is not None:
            quantity = 0 if "remove" in request.form else _quantity()
            before = _lines()
            _keep(carts.change(before, variant_id, quantity))
            if quantity == 0:
                flash(_("Lo quitamos de tu carrito."), "success")
    except BadQuantity as refusal:
        flash(say(refusal), "warning")
    return redirect(url_for(".cart"))


@room.route("/pagar", methods=["GET", "POST"])
@anyone_above("checkout")
def checkout(work: Work) -> object:
    """Say who receives it and where; guests need no account."""
    lines = _lines()
    form = CheckoutForm(data=known_at_checkout(work) if request.method == "GET" else None)
    if not lines:
        before = placing.find_placed(work, form.key.data) if form.is_submitted() and form.key.data else None
        if before is not None:
            return _to_payment(before)
        flash(say(EmptyCart()), "warning")
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
    _keep(_as_seen(priced))
    return page(
        "ordering/buyer/checkout.html",
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
    settings = current_app.extensions["settings"]
    try:
        placed = placing.place_purchase(
            work,
            _asked(form, to, lines),
            provider=settings.payments,
            hold=timedelta(minutes=settings.reservation_minutes),
        )
    except CartChanged as refusal:
        changes = refusal.details["changes"]
        assert isinstance(changes, list)  # ordering.placing names the changes
        priced = carts.price(work, lines, to)
        if [change.what for change in changes] == ["total"] and _seen_minor(form) in (
            priced.goods_minor,
            carts.price(work, lines, before).total_minor,
        ):  # nothing changed: the way was not known yet, or led elsewhere
            return _checkout_page(form, priced, [], told=words.with_the_way(priced, where.code))
        return _checkout_page(form, priced, changes), 409
    except (TooManyUnpaid, TooManyHeld) as refusal:
        form.show(refusal)
        buyer = buyer_id()
        mine = queries.unpaid(work, buyer) if buyer else []
        return _checkout_page(form, carts.price(work, lines, to), [], unpaid=mine), 409
    except NoRateInForce as refusal:
        form.show(refusal)
        return _checkout_page(form, carts.price(work, lines, to), []), 409
    session["cart"] = []
    return _to_payment(placed)


def _seen_minor(form: CheckoutForm) -> int:
    seen = form.total_seen.data or ""
    return int(seen) if seen.isdigit() else -1


def _asked(form: CheckoutForm, to: Destination, lines: list[CartLine]) -> Checkout:
    address = {
        name: form[name].data for name in ("postal_code", "state", "municipality", "settlement", "street", "references")
    }
    return Checkout(
        key=str(form.key.data), buyer_id=person_id(), email=form.email.data, name=form.name.data, phone=form.phone.data,
        address=address, to=to, lines=lines, total_seen_minor=_seen_minor(form),
        locale=locale_code(), link_token=link_token(str(form.key.data)),
        source=request.remote_addr,
    )  # fmt: skip


def _to_payment(placed: Placed) -> object:
    if person_id() is None:
        session["guest"] = str(placed.buyer_id)
        session.permanent = True
    provider = PROVIDERS[current_app.extensions["settings"].payments]
    return redirect(provider.page_address(placed.charge_ref), 303)


@room.get("/compra/<code>/pagar")
@buyer_above("own payment")
def pay(work: Work, code: str) -> object:
    """Go to the payment provider's page."""
    purchase = queries.get_purchase(work, code)
    if purchase.account_id != buyer_id():
        raise NoSuchPurchase
    charge = charge_of(work, purchase.id)
    return redirect(PROVIDERS[charge.provider].page_address(charge.provider_ref))


@room.get("/compra/<code>/enlace/<token>")
@anyone_above("guest link")
def guest_link(work: Work, code: str, token: str) -> object:
    """Open a purchase by the link in the confirmation. It opens this purchase only; who is signed in may keep it."""
    purchase, by_guest = queries.open_link(work, code, token)
    if by_guest and person_id() is not None:
        return redirect(url_for("ordering_claiming_buyer.by_link", code=code, token=token))
    if by_guest:
        session["guest"] = str(purchase.account_id)
        session.permanent = True
    return redirect(url_for(".purchase", code=code))


@room.get("/compra/<code>")
@buyer_only
def purchase(work: Work, code: str) -> str:
    """A purchase: its parcels, and where the money goes."""
    bought = queries.get_purchase(work, code)
    views = queries.view_orders(work, queries.orders_of(work, [bought.id])[bought.id])
    return page(
        "ordering/buyer/purchase.html",
        purchase=bought,
        views=views,
        confirming=bought.state == "awaiting_payment" and "pagada" in request.args,
        receipts=_receipts(work, views),
        words=words,
    )


def _receipts(work: Work, views: Sequence[OrderView]) -> dict[UUID, receipt.Receipt]:
    fees = fees_of_orders(work, [view.order.id for view in views])
    return {
        view.order.id: receipt.frozen(
            view.order.total_minor,
            fees[view.order.id],
            names=view.names,
            refunded_minor=view.order.refunded_minor,
            for_buyer=view.order.shop_name,
        )
        for view in views
    }


@room.post("/compra/<code>/otra-vez")
@buyer_only
def again(work: Work, code: str) -> object:
    """Put what a purchase was of back into the cart."""
    bought = queries.get_purchase(work, code)
    orders = queries.orders_of(work, [bought.id])[bought.id]
    lines = _lines()
    for of in queries.lines_of_orders(work, orders).values():
        for line in of:
            lines = carts.put(lines, CartLine(line.number, line.variant_id, line.quantity, line.unit_price_minor))
    _keep(lines)
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
        "ordering/buyer/orders.html",
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
        "ordering/buyer/order.html",
        view=view,
        still_open=still_open(view.kinds),
        returnable=any(
            line.going_back < line.quantity and may_go_back(bought.delivered_at, line.return_days, work.now)
            for line in view.lines
        ),
        purchase_code=queries.find_purchase_code(work, bought.purchase_id),
        receipt=_receipts(work, [view])[bought.id],
        words=words,
        may_miss=still_open(view.kinds) != "dispute"
        and may_miss(
            bought.state,
            promise_to=bought.expected_by,
            now=work.now,
            arrival_told=bought.arrival_told_at is not None,
            delivered_by=bought.delivered_by,
            held_until=None if bought.released_at else bought.held_until,
        ),
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
    reason = form.reason.data if form.validate() and form.reason.data else _("Lo canceló quien compró.")
    named = replace(work.actor, name=service.get_order(work, code, buyer_id=buyer).buyer_name)
    work.actor = work.actor if work.actor.name else named
    take_step(
        work,
        lambda: service.cancel_order(work, code, reason=reason, buyer_id=buyer),
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
