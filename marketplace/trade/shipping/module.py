"""What the house knows of shipping."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import FirstStep, Module, NavLink, any_own
from marketplace.kernel.permissions import May
from marketplace.trade.shipping.datamap import KEEPS
from marketplace.trade.shipping.models import ShippingTerms
from marketplace.trade.shipping.web import seller, words

MODULE = Module(
    name="shipping",
    rooms=(seller.room,),
    activity=words.ACTIVITY,
    nav=(NavLink(110, _l("Mi tienda"), "shipping_seller.settings", May.VIEW_SHOP),),
    steps=(
        FirstStep(
            30, _l("Cómo envías"), _l("Di de dónde sale, en cuántos días y cuánto cuesta."),
            lambda work: any_own(work, ShippingTerms), "shipping_seller.settings", May.EDIT_SHOP,
        ),
    ),
    keeps=KEEPS,
)  # fmt: skip
