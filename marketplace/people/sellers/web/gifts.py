"""Gifts: whether the shop wraps an order, for how much, and whether a message may go with it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from marketplace.kernel.permissions import May
from marketplace.kernel.published import MOST_WRAP_MINOR
from marketplace.kernel.work import Work
from marketplace.people.sellers import own_shop
from marketplace.people.sellers.errors import ShopChanged, WrapTooDear
from marketplace.people.sellers.models import Shop
from marketplace.people.sellers.service import offer_gifts
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.forms import Form, MoneyField, Seen
from marketplace.web.pages import page
from marketplace.web.problems import differences

room = SELLER.room("sellers", "gifts")


class GiftsForm(Form):
    """What the shop does for who gives something away."""

    version = Seen()
    wraps = BooleanField(_l("Envolvemos para regalo"))
    wrap = MoneyField(
        _l("Cuánto cuesta envolver un pedido"),
        description=_l(
            "En pesos, con IVA, por todo el pedido y hasta $%(most)s. Vacío: gratis.", most=MOST_WRAP_MINOR // 100
        ),
        render_kw={"inputmode": "decimal"},
    )
    messages = BooleanField(_l("Ponemos un mensaje escrito por quien compra"))


def _filled(shop: Shop) -> dict[str, Any]:
    said = {"wraps": shop.wrap_minor is not None, "wrap": shop.wrap_minor, "messages": shop.gift_messages}
    return {"version": shop.version, **said}


@room.get("/regalos")
@requires(May.EDIT_SHOP)
def index(work: Work) -> str:
    """What the shop offers for gifts, as it is now."""
    return page("people/sellers/seller/gifts.html", form=GiftsForm(formdata=None, data=_filled(own_shop(work))))


@room.post("/regalos")
@requires(offer_gifts)
def save(work: Work) -> object:
    """Offer wrapping and messages, or no more."""
    form, meanwhile = GiftsForm(), []
    if form.validate():
        price = (form.wrap.data or 0) if form.wraps.data else None
        try:
            with work.attempt():
                offer_gifts(work, wrap_minor=price, messages=form.messages.data, seen_version=form.version.data)
            flash(_("Guardado. Vale para las compras nuevas."), "success")
            return redirect(url_for(".index"))
        except WrapTooDear as refusal:
            form.show(refusal)
        except ShopChanged as refusal:
            form.show(refusal)
            shop = own_shop(work)
            meanwhile = differences(form, GiftsForm(formdata=None, data=_filled(shop))._fields)
            form.version.show(shop.version)
    return page("people/sellers/seller/gifts.html", form=form, meanwhile=meanwhile), 409 if meanwhile else 422
