"""What a guest's browser opens, and how that ends; the cart that comes along when somebody enters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _

from marketplace.kernel.ids import hash_token
from marketplace.kernel.work import Work, unit_of_work
from marketplace.trade.ordering import guests
from marketplace.trade.ordering.cart_rows import cart_lines, join_carts
from marketplace.trade.ordering.errors import NoSuchPurchase
from marketplace.trade.ordering.payment import give_up_purchase
from marketplace.web.access import buyer_above
from marketplace.web.audiences import BUYER, buyer_id, cart_owner, person_id
from marketplace.web.browsers import browser_id, forget_browser
from marketplace.web.pages import note_cart_count
from tenants.scope import BuyerScope

room = BUYER.room("ordering", "guests")
_MOST_LINKS = 3


def keep_link(token: str) -> None:
    """Let this browser open the purchase of a letter's link for as long as the link lasts; of several, the latest."""
    before = [link for link in session.get("links", []) if link != token]
    session["links"] = [token, *before][:_MOST_LINKS]
    session.permanent = True


@room.post("/compra/<code>/no-pagar")
@buyer_above("own cancellation")
def give_up(work: Work, code: str) -> object:
    """Give up a purchase that is not paid: what was held for it is free at once."""
    buyer = buyer_id()
    assert buyer is not None  # the sign on this door
    if give_up_purchase(work, code, buyer_id=buyer):
        flash(_("Cancelaste la compra. No se cobró nada y soltamos las piezas."), "success")
    else:
        flash(_("Esta compra ya está pagada. Puedes cancelar cada pedido desde su página."), "warning")
    return redirect(url_for("ordering_buyer.purchase", code=code))


@room.post("/compra/<code>/olvidar")
@buyer_above("guest purchases")
def forget(work: Work, code: str) -> object:
    """Let this browser open a guest's purchase no more. The link in the letter still does."""
    guest = buyer_id()
    if guest is None or person_id() is not None:
        raise NoSuchPurchase  # what an account bought is seen by signing in
    hashed = guests.forget_purchase(work, code, guest=guest)
    session["links"] = [link for link in session.get("links", []) if hash_token(link) != hashed]
    flash(_("Este navegador ya no abre la compra %(code)s. El enlace de tu correo sí.", code=code), "success")
    return redirect("/")


def count_cart_anew() -> None:
    """Tell this browser how many things are in the cart, from whatever page: the cart is in a scope of its own."""
    owner = cart_owner()
    if owner is not None:
        with unit_of_work(BuyerScope(owner), read_only=True) as own:
            note_cart_count(sum(line.quantity for line in cart_lines(own, owner)))


def welcome_cart(work: Work, account_id: UUID, _before: Mapping[str, Any]) -> None:
    """Bring what this browser had in its cart into the cart of the person who just entered."""
    browser = browser_id()
    if browser is None:
        note_cart_count(sum(line.quantity for line in cart_lines(work, account_id)))
    else:
        note_cart_count(join_carts(work, account_id, browser))


def end_guests(work: Work) -> None:
    """Who leaves takes everything along that this browser could open without signing in."""
    browser = browser_id()
    if browser is not None:
        guests.forget_purchases(work, browser)
        forget_browser()
    session.pop("links", None)
    note_cart_count(0)
