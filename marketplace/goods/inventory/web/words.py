"""The sentences of inventory's refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "inventory.not_enough": _l("Ya no hay suficientes piezas."),
    "inventory.stock_changed": _l(
        "Viste %(seen)s y ahora hay %(now)s: se vendieron o alguien los corrigió. Cuenta de nuevo."
    ),
    "inventory.more_than_there": _l("No puedes quitar más de las que hay: %(now)s."),
    "inventory.held_by_buyers": _l("No puede ser menos de %(held)s: es lo que se está pagando en este momento."),
}


def _corrected(said: Mapping[str, Any]) -> str:
    numbers = {"before": said["before"], "after": said["after"]}
    if not said.get("title"):  # of before lines named the product
        return _("Corrigió las piezas: %(before)s → %(after)s", **numbers)
    what = f"{said['title']} · {said['variant']}" if said.get("variant") else said["title"]
    told = _("Corrigió las piezas de %(what)s: %(before)s → %(after)s", what=what, **numbers)
    return f"{told} ({reason_label(said['reason'])})" if said.get("reason") else told


def reason_label(reason: str) -> str:
    """Name why there are more or fewer pieces."""
    return {
        "counted": _("Conté otra cantidad"),
        "arrived": _("Llegaron más"),
        "damaged": _("Se dañaron"),
        "gone": _("Se perdieron o se regalaron"),
    }.get(reason, reason)


ACTIVITY = (
    Activity(
        ActivityKind.PRODUCTS,
        {
            "inventory.stock": _corrected,
        },
        {"variant": (Lead("storefront_seller.edit", {"product_id": "product_id"}),)},
    ),
)
