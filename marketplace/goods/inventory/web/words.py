"""The sentences of inventory's refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind

WORDS = {
    "inventory.not_enough": _l("Ya no hay suficientes piezas."),
    "inventory.stock_changed": _l(
        "Viste %(seen)s y ahora hay %(now)s: se vendieron o alguien los corrigió. Cuenta de nuevo."
    ),
    "inventory.held_by_buyers": _l("No puede ser menos de %(held)s: es lo que se está pagando en este momento."),
}


ACTIVITY = (
    Activity(
        ActivityKind.PRODUCTS,
        {
            "inventory.stock": _l("Corrigió las piezas: %(before)s → %(after)s"),
        },
    ),
)
