"""The cart's page, and the forms that change it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.inventory import held_for
from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work
from marketplace.trade.cart.choosing import AskedChoices, read_choices
from marketplace.trade.cart.errors import BadQuantity, CartFull
from marketplace.trade.cart.prices import find_plan_of_cart, price_cart
from marketplace.trade.cart.rules import CartLine, Change
from marketplace.trade.cart.service import (
    change_cart,
    choose_for_shops,
    fill_cart,
    put_in_cart,
    read_cart,
    take_out_of_cart,
)
from marketplace.trade.cart.web.forms import CartForm, quantity_of, variant_of
from marketplace.trade.cart.web.words import change_sentence, say_refused
from marketplace.trade.orders import NoSuchPurchase, give_up_overlapping, list_unpaid, queries
from marketplace.trade.pricing import find_offers_to_buy, find_variant
from marketplace.trade.shipping import destination_of
from marketplace.web.access import anyone_above, buyer_above, own_cart
from marketplace.web.asked import number_in
from marketplace.web.audiences import BUYER, buyer_id, cart_owner, person_id
from marketplace.web.browsers import name_browser
from marketplace.web.pages import note_cart_count, note_unpaid, page, place
from marketplace.web.security import back_to, safe_next
from marketplace.web.toasts import tell_done
from marketplace.web.words import say

room = BUYER.room("cart")


@room.get("/carrito")
@anyone_above("own cart")
def cart(work: Work) -> str:
    """The cart, shop by shop, with each shop's shipping and the whole before any form. Looking changes nothing in it."""
    return _cart_page(work)


def _cart_page(
    work: Work, *, form: CartForm | None = None, refusal: Refusal | None = None, asked: AskedChoices | None = None
) -> str:
    lines, choices = read_cart(work, cart_owner())
    note_cart_count(sum(line.quantity for line in lines))
    unpaid = list_unpaid(work, person=person_id(), cart=cart_owner())
    note_unpaid(unpaid)
    held = held_for(work, [one.id for one in unpaid])
    priced = price_cart(work, lines, destination_of(place()), held, choices)
    shown = {line.variant_id for part in priced.parts for line in part.lines}
    return page(
        "trade/cart/buyer/cart.html",
        cart=priced,
        changes=priced.changes,
        plan=find_plan_of_cart(work, priced),
        typed=form.typed if form else {},
        wrong=form.wrong() if form else (),
        gone=[line.variant_id for line in lines if line.variant_id not in shown],
        unpaid=unpaid,
        refusal=say(refusal) if refusal else "",
        refused=say_refused(asked),
    )


@room.post("/carrito/agregar")
@own_cart
def add(work: Work) -> object:
    """Put something into the cart."""
    number = number_in(request.form, "number")
    found = next(iter(find_offers_to_buy(work, [number])), None)
    there, sent = back_to(number, url_for(".cart")), request.form.get("variant", "")
    if found and not sent and len(found.variants) > 1:
        tell_done(_("Elige cuál, y agrégalo"))
        return redirect(f"/p/{found.slug}-{number}#elige")
    variant_id = variant_of(sent or (found.variants[0]["id"] if found else ""))
    variant = find_variant(found, variant_id) if found else None
    if found is None or variant is None or variant_id is None:
        flash(change_sentence(Change(number, found.title if found else "", "withdrawn")), "warning")
        return redirect(there)
    try:
        line = CartLine(number, variant_id, quantity_of(request.form.get("quantity", "1")), variant["price_minor"])
        count, added = put_in_cart(work, _owner(), [line])
        note_cart_count(count)
    except (BadQuantity, CartFull) as refusal:
        flash(say(refusal), "warning")
    else:
        tell_done(
            _("Agregado"),
            link=(_("Ver carrito"), url_for(".cart")),
            undo_at=url_for(".take_back"),
            fields=[("variant", variant_id), ("quantity", added), ("next", there)],
        )
    return redirect(there)


@room.post("/carrito/deshacer")
@own_cart
def take_back(work: Work) -> object:
    """Undo what was put into the cart: so many pieces of a variant leave it, and what was in it before stays."""
    variant_id = variant_of(request.form.get("variant", ""))
    try:
        if variant_id is not None:
            count = take_out_of_cart(work, _owner(), {variant_id: quantity_of(request.form.get("quantity", ""))})
            note_cart_count(count)
            tell_done(_("Ya no está en tu carrito"))
    except BadQuantity as refusal:
        flash(say(refusal), "warning")
    return redirect(safe_next(request.form.get("next"), url_for(".cart")))


def _owner() -> UUID:
    owner = cart_owner()
    assert owner is not None  # the sign on a form's door gives a browser its name
    return owner


@room.post("/carrito/cambiar")
@anyone_above("own cart")
def change(work: Work) -> object:
    """Set how many of each thing and how each shop sends, as the whole cart says; then go on to the checkout, or stay.

    None takes a thing out.
    """
    owner, form = cart_owner(), CartForm()
    removed: CartLine | None = None
    try:
        if owner is not None:
            quantities = form.quantities()
            lines, choices = read_cart(work, owner)
            asked = read_choices(work, request.form, lines, choices, lambda: destination_of(place()))
            if asked.refused:
                return _cart_page(work, form=form, asked=asked), 422
            if form.goes_on:
                unpaid = list_unpaid(work, person=person_id(), cart=cart_owner())
                give_up_overlapping(work, unpaid, form.typed.keys() | quantities.keys())
            removed = next((line for line in lines if line.variant_id == form.removed), None)
            note_cart_count(change_cart(work, owner, quantities, form.seen, form.steps))
            if asked.changed:
                choose_for_shops(work, owner, asked.changed)
    except BadQuantity as refusal:
        return _cart_page(work, form=form, refusal=refusal), 422
    if removed is not None:
        tell_done(
            _("Quitado de tu carrito"),
            undo_at=url_for(".add"),
            fields=[("number", removed.number), ("variant", removed.variant_id), ("quantity", removed.quantity)],
        )
    return redirect(url_for("checkout_buyer.checkout" if form.goes_on else ".cart"))


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
