"""The sentences of returns' refusals, and how its states and reasons are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "returns.no_such_return": _l("No encontramos esa devolución."),
    "returns.window_over": _l("Ya pasó el plazo para devolver, o el pedido todavía no se entrega."),
    "returns.nothing_chosen": _l("Elige cuántas piezas quieres devolver."),
    "returns.too_many": _l("Son más piezas de las que quedan por devolver: %(title)s."),
    "returns.under_claim": _l(
        "Hay piezas con una garantía abierta: %(title)s. Puedes devolverlas cuando la garantía termine."
    ),
    "returns.too_many_on_sale": _l("De %(title)s vuelven %(most)s; escribe un número del 0 al %(most)s."),
    "returns.reason_needed": _l("Escribe el motivo; quien compró lo va a leer."),
    "returns.wrong_state": _l("Esta devolución ya avanzó. Recarga para ver cómo va."),
}


def state_label(state: str) -> str:
    """Name the state of a return."""
    return {
        "requested": _("Espera respuesta"),
        "approved": _("Aprobada, por recibir"),
        "declined": _("No aceptada"),
        "refund_due": _("Recibida, devolviendo el dinero"),
        "refunded": _("Dinero devuelto"),
        "lapsed": _("Terminó: no llegó a la tienda"),
    }[state]


def reason_label(reason: str) -> str:
    """Name why something comes back."""
    return {
        "changed_mind": _("Cambié de opinión"),
        "damaged": _("Llegó dañado"),
        "not_as_described": _("No es como se describía"),
        "wrong_item": _("Me llegó otra cosa"),
    }[reason]


# What happened to an order, as its page says it.
EVENTS = {
    "return_requested": _l("Pidieron devolver una parte"),
    "return_approved": _l("%(who)s aprobó la devolución"),
    "return_declined": _l("%(who)s no aceptó la devolución"),
    "return_lapsed": _l("La devolución terminó: no llegó a la tienda a tiempo"),
    "return_received": _l("La tienda recibió lo devuelto"),
    "return_refunded": _l("La devolución terminó"),
}


def _decided(said: Mapping[str, Any]) -> str:
    if said.get("approved"):
        return _("Aprobó la devolución %(code)s", code=said["code"])
    return _("No aceptó la devolución %(code)s", code=said["code"])


ACTIVITY = (
    Activity(
        ActivityKind.ORDERS,
        {
            "returns.decide": _decided,
            "returns.receive": _l("Recibió la devolución %(code)s"),
        },
        {"return": (Lead("returns_seller.show", {"code": "code"}),)},
    ),
)
