"""The sentences of warranty's refusals, and how its states are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "warranty.no_such_claim": _l("No encontramos esa garantía."),
    "warranty.not_covered": _l("La garantía de este producto ya terminó, o el pedido todavía no se entrega."),
    "warranty.already_open": _l("Ya hay una garantía abierta para este producto; la tienda la está atendiendo."),
    "warranty.none_left": _l("Quedan %(left)s piezas de este producto; las demás ya se devolvieron o van de regreso."),
    "warranty.reason_needed": _l("Escribe tu respuesta; quien compró la va a leer."),
    "warranty.wrong_state": _l("Esta garantía ya avanzó. Recarga para ver cómo va."),
}


def state_label(state: str) -> str:
    """Name the state of a claim."""
    return {
        "open": _("Espera respuesta"),
        "accepted": _("Aceptada"),
        "refund_due": _("Devolviendo el dinero"),
        "declined": _("No aceptada"),
        "closed": _("Resuelta"),
    }[state]


def remedy_label(remedy: str | None) -> str:
    """Name what the shop does about it."""
    if remedy is None:
        return ""
    return {"repair": _("Reparación"), "replace": _("Cambio por otro"), "refund": _("Devolución del dinero")}[remedy]


# What happened to an order, as its page says it.
EVENTS = {
    "claim_opened": _l("Pidieron garantía"),
    "claim_accepted": _l("%(who)s aceptó la garantía"),
    "claim_declined": _l("%(who)s no aceptó la garantía"),
    "claim_closed": _l("La garantía quedó resuelta"),
}


def _answered(said: Mapping[str, Any]) -> str:
    if said.get("remedy"):
        return _("Aceptó la garantía %(code)s", code=said["code"])
    return _("No aceptó la garantía %(code)s", code=said["code"])


ACTIVITY = (
    Activity(
        ActivityKind.ORDERS,
        {
            "warranty.answer": _answered,
            "warranty.close": _l("Cumplió la garantía %(code)s"),
        },
        {"claim": (Lead("warranty_seller.show", {"code": "code"}),)},
    ),
)
