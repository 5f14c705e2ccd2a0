"""The checkout: who receives it and where, the payment, and what is shown until it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import flash, redirect, request, url_for

from marketplace.kernel.ids import new_token
from marketplace.kernel.reading import write_telephone
from marketplace.kernel.site import site
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.taxes import NoRateInForce
from marketplace.people.accounts import (
    NoSettlements,
    OtherSettlement,
    OtherState,
    UnknownPostalCode,
    check_code,
    check_settlement,
    check_state,
    get_locality,
)
from marketplace.trade.cart import (
    CartLine,
    Change,
    EmptyCart,
    PricedCart,
    cart_lines,
    count_pieces,
    keep_cart,
    price_cart,
)
from marketplace.trade.checkout import errors, service
from marketplace.trade.checkout.service import Checkout, Placed
from marketplace.trade.checkout.web.forms import CheckoutForm
from marketplace.trade.checkout.web.known import known_at_checkout
from marketplace.trade.checkout.web.paying import to_payment
from marketplace.trade.checkout.web.words import with_the_way
from marketplace.trade.orders import PurchaseState, link_token, list_unpaid, queries
from marketplace.trade.orders.models import Purchase
from marketplace.trade.shipping import Destination, destination_of
from marketplace.web.access import anyone_above, buyer_only
from marketplace.web.audiences import BUYER, cart_owner, person_id
from marketplace.web.formatting import locale_code
from marketplace.web.forms import minor_of
from marketplace.web.pages import ShipTo, keep_place, note_cart_count, page, place
from marketplace.web.words import say
from tenants.scope import BuyerScope

room = BUYER.room("checkout")


@room.route("/pagar", methods=["GET", "POST"])
@anyone_above("checkout")
def checkout(work: Work) -> object:
    """Say who receives it and where; guests need no account. What is in the cart stays there until it is paid."""
    lines = cart_lines(work, cart_owner())
    form = CheckoutForm(data=known_at_checkout(work) if request.method == "GET" else None)
    before = None
    if form.is_submitted() and form.key.data:
        before = service.find_placed(work, form.key.data, buyer_id=person_id(), cart_id=cart_owner())
    if before is not None:
        return to_payment(before)
    if not lines:
        flash(say(EmptyCart()), "warning")
        return redirect(url_for("cart_buyer.cart"))
    if form.validate_on_submit() and form.key.data:
        where = _where(work, form)
        if where is not None:
            return _place(work, form, where, lines)
    priced = price_cart(work, lines, destination_of(place()))
    return _checkout_page(form, priced, priced.changes), 422 if form.is_submitted() else 200


def _where(work: Work, form: CheckoutForm) -> ShipTo | None:
    """Where it goes, when code, state and settlement are of one place; what is not is said or asked at its box."""
    try:
        locality = get_locality(work, form.postal_code.data)
        check_state(locality.code, form.state.data, state_code=locality.state_code, state=locality.state)
        if locality.settlements:
            check_settlement(locality.code, form.settlement.data, locality.settlements, sure=form.sure.data)
        elif (chosen := place()) is None or chosen.code != locality.code:  # who chose it was asked then
            check_code(locality.code, locality.settlements, sure=form.sure.data)
    except (NoSettlements, OtherSettlement) as refusal:
        form.ask(refusal)
    except (OtherState, UnknownPostalCode) as refusal:
        form.show(refusal)
    else:
        form.state.data = locality.state
        return ShipTo(locality.code, f"{locality.code} · {locality.label}", locality.state_code, locality.border)
    return None


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
        "trade/checkout/buyer/checkout.html",
        form=form,
        cart=priced,
        changes=changes,
        told=told,
        unpaid=unpaid,
    )


def _place(work: Work, form: CheckoutForm, where: ShipTo, lines: list[CartLine]) -> object:
    """Place the purchase; when something is not as it was seen or too much waits to be paid, show what, keep the form."""
    before, to = destination_of(place()), Destination(where.code, where.state_code)
    keep_place(where)
    try:
        return to_payment(_buy(work, form, to, lines))
    except errors.CartChanged as refusal:
        changes = refusal.details["changes"]
        assert isinstance(changes, list)  # place_purchase names the changes
        priced = price_cart(work, lines, to)
        if [change.what for change in changes] == ["total"] and _seen_minor(form) in (
            priced.goods_minor,
            price_cart(work, lines, before).total_minor,
        ):  # nothing changed: the way was not known yet, or led elsewhere
            return _checkout_page(form, priced, [], told=with_the_way(priced, where.code))
        _keep_cart(work, priced)  # each change is named on the page that follows
        return _checkout_page(form, priced, changes), 409
    except errors.FormUsed as refusal:
        form.key.data = None
        form.show(refusal)
        return _checkout_page(form, price_cart(work, lines, to), []), 409
    except (errors.TooManyUnpaid, errors.TooManyHeld) as refusal:
        form.show(refusal)
        return _checkout_page(
            form, price_cart(work, lines, to), [], unpaid=list_unpaid(work, person=person_id(), cart=cart_owner())
        ), 409
    except NoRateInForce as refusal:
        form.show(refusal)
        return _checkout_page(form, price_cart(work, lines, to), []), 409


def _keep_cart(work: Work, priced: PricedCart) -> None:
    owner = cart_owner()
    assert owner is not None  # there was something in the cart
    note_cart_count(keep_cart(work, owner, priced.as_seen))


def _buy(work: Work, form: CheckoutForm, to: Destination, lines: list[CartLine]) -> Placed:
    """Place the purchase; where the page said what had changed and its total is the one of now, it was seen."""
    settings = site().settings
    more: dict[str, Any] = {"provider": settings.payments, "hold": timedelta(minutes=settings.reservation_minutes)}
    try:
        return service.place_purchase(work, _asked(form, to, lines), **more)
    except errors.CartChanged:
        priced = price_cart(work, lines, to)
        if not priced.changes or priced.total_minor != _seen_minor(form):
            raise
        return service.place_purchase(work, _asked(form, to, priced.as_seen), **more)


def _seen_minor(form: CheckoutForm) -> int:
    return minor_of(form.total_seen.data or "")


def _asked(form: CheckoutForm, to: Destination, lines: list[CartLine]) -> Checkout:
    address = {
        name: form[name].data for name in ("postal_code", "state", "municipality", "settlement", "street", "references")
    }
    return Checkout(
        key=str(form.key.data),
        buyer_id=person_id(),
        email=form.email.data,
        name=form.name.data,
        phone=write_telephone(form.phone.data),
        address=address,
        to=to,
        lines=lines,
        total_seen_minor=_seen_minor(form),
        locale=locale_code(),
        link_token=link_token(str(form.key.data)),
        source=request.remote_addr,
        cart_id=cart_owner(),
    )


@room.get("/compra/<code>/pagada")
@buyer_only
def paid(work: Work, code: str) -> object:
    """Come back from the payment provider: wait until it told us, then go on to the purchase."""
    purchase = queries.get_purchase(work, code)
    if purchase.state == PurchaseState.AWAITING_PAYMENT:
        return page("trade/checkout/buyer/confirming.html")
    _count_cart_anew()  # what was paid has left it meanwhile
    return redirect(url_for("orders_purchases_buyer.purchase", code=code))


def _count_cart_anew() -> None:
    """Tell this browser how many things are in the cart, which is in a scope of its own."""
    owner = cart_owner()
    if owner is not None:
        with unit_of_work(BuyerScope(owner), read_only=True) as own:
            note_cart_count(count_pieces(own, owner))
