"""The sentences of the cart's refusals, and of what is not as it was seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.trade.cart.choosing import AskedChoices
from marketplace.trade.cart.rules import Change
from marketplace.trade.shipping import Speed
from marketplace.web.formatting import money
from marketplace.web.words import say

WORDS = {
    "cart.empty_cart": _l("Tu carrito está vacío. Agrega algo antes de pagar."),
    "cart.bad_quantity": _l("Escribe una cantidad del 1 al %(most)s."),
    "cart.no_such_speed": _l("%(shop)s no tiene esa forma de envío a donde va. Elige una de estas."),
    "cart.cart_full": _l("Un carrito lleva hasta %(most)s productos distintos. Paga estos y sigue con otro."),
}


def changed_by_itself(changes: Sequence[Change]) -> bool:
    """Whether something is not as it was seen: how many one asks for, and where to, is the buyer's own choice."""
    return any(change.what not in ("stock", "coverage") for change in changes)


def change_sentence(change: Change) -> str:
    """Say what is no longer as the buyer saw it."""
    match change.what:
        case "price":
            return _(
                "%(title)s: el precio era %(was)s y ahora es %(now)s.",
                title=change.title,
                was=money(change.was),
                now=money(change.now),
            )
        case "stock" if change.now:
            return _(
                "%(title)s: pediste %(was)s y hay %(now)s. Dejamos %(now)s en tu carrito.",
                title=change.title,
                was=change.was,
                now=change.now,
            )
        case "stock":
            return _("%(title)s: se agotó.", title=change.title)
        case "resting":
            return _("%(title)s: la tienda descansa estos días. Su página dice hasta cuándo.", title=change.title)
        case "coverage":
            return _(
                "%(title)s no envía a tu código postal. Quita sus productos o cambia la dirección.", title=change.title
            )
        case "speed":
            return speed_gone(change.title)
        case "wrap":
            return _("%(shop)s ya no envuelve para regalo. Tu pedido irá sin envolver.", shop=change.title)
        case "message":
            return _("%(shop)s ya no pone mensajes de regalo. Tu pedido irá sin el tuyo.", shop=change.title)
        case "total":
            return _("El total era %(was)s y ahora es %(now)s.", was=money(change.was), now=money(change.now))
        case _:
            return _("%(title)s ya no está a la venta.", title=change.title or _("Un producto"))


def speed_gone(shop: str) -> str:
    """Say that a shop does not have the way that was chosen."""
    return _("%(shop)s no tiene ahora envío exprés a donde va tu compra. Elige cómo quieres que te llegue.", shop=shop)


def speed_label(speed: str) -> str:
    """Name a way of delivery."""
    return _("Envío exprés") if speed == Speed.EXPRESS else _("Envío normal")


def say_refused(asked: AskedChoices | None) -> dict[str, str]:
    """Say what cannot be of what is asked of shops, by the names of the boxes."""
    return {f"{box}-{shop}": say(why) for (shop, box), why in asked.refused.items()} if asked else {}


# What pages and mail call them.
LABELS: dict[str, Callable[..., Any]] = {
    "changed_by_itself": changed_by_itself,
    "cart_change": change_sentence,
    "speed_gone": speed_gone,
    "speed_label": speed_label,
    "say_refused": say_refused,
}
