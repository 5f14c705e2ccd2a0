"""Bringing purchases that were made without an account into it: by their link, or by a verified address."""

from __future__ import annotations

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from marketplace.kernel.work import Work
from marketplace.trade.orders import adopting, queries
from marketplace.web.access import signed_in_above
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page

room = BUYER.room("orders", "adopting")


@room.get("/compra/<code>/enlace/<token>/agregar")
@signed_in_above("guest purchases")
def by_link(work: Work, code: str, token: str) -> object:
    """Offer to bring the purchase of a guest's link into the account."""
    purchase, _by_guest = queries.open_link(work, code, token)
    return page("trade/orders/buyer/adopt.html", purchases=[purchase], by_link=True)


@room.post("/compra/<code>/enlace/<token>/agregar")
@signed_in_above("guest purchases")
def adopt_by_link(work: Work, code: str, token: str) -> object:
    """Bring the purchase of a guest's link into the account."""
    adopting.adopt_by_link(work, current_user.account_id, code, token)
    session.pop("links", None)
    flash(_("La compra %(code)s ya está en tu cuenta.", code=code), "success")
    return redirect(url_for("orders_purchases_buyer.purchase", code=code))


@room.get("/pedidos/sin-cuenta")
@signed_in_above("guest purchases")
def by_email(work: Work) -> object:
    """What was bought without an account under the person's address."""
    found = adopting.guest_purchases(work, current_user.account_id) if current_user.verified else None
    return page("trade/orders/buyer/adopt.html", purchases=found, by_link=False)


@room.post("/pedidos/sin-cuenta")
@signed_in_above("guest purchases")
def adopt_by_email(work: Work) -> object:
    """Bring all of it into the account."""
    count = adopting.adopt_guest_purchases(work, current_user.account_id)
    session.pop("links", None)
    said = ngettext("Agregamos %(num)s compra a tu cuenta.", "Agregamos %(num)s compras a tu cuenta.", count)
    flash(said, "success")
    return redirect(url_for("orders_buyer.orders"))
