"""The sentences of disputes' refusals, and how their states are said."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "disputes.no_such_dispute": _l("No encontramos esa aclaración."),
    "disputes.not_missing": _l(
        "Todavía no termina el plazo prometido, ya dijiste que te llegó, o pasaron los días para avisar. Si algo no está "
        "bien, puedes devolverlo o usar la garantía."
    ),
    "disputes.already_open": _l("Ya hay una aclaración abierta de este pedido."),
    "disputes.settled_before": _l(
        "Ya se aclaró si este paquete llegó, y no se vuelve a abrir. Si la tienda te lo envía otra vez y no llega, avísanos aquí."
    ),
    "disputes.nothing_declined": _l("Tianguis interviene una vez, cuando la tienda ya contestó y no estás de acuerdo."),
    "disputes.another_open": _l(
        "Hay otra devolución, garantía o aclaración abierta de este pedido. Cuando termine, pide aquí que intervenga Tianguis."
    ),
    "disputes.too_late": _l(
        "Ya pasó el plazo para pedir que intervenga Tianguis: son %(days)s días desde la respuesta de la tienda."
    ),
    "disputes.nothing_left": _l("El dinero de esas piezas ya se devolvió; no queda nada por decidir."),
    "disputes.reason_needed": _l("Escribe el motivo; la otra parte lo va a leer."),
    "disputes.resent_before": _l(
        "Este pedido ya se envió otra vez o ya cuenta como entregado: devuelve el dinero o muestra la prueba."
    ),
    "disputes.wrong_state": _l("Esta aclaración ya avanzó. Recarga para ver cómo va."),
}


def state_label(state: str) -> str:
    """Name the state of a dispute."""
    return {
        "open": _("Espera a la tienda"),
        "proven": _("La tienda mostró la entrega"),
        "escalated": _("Espera a Tianguis"),
        "refund_due": _("Devolviendo el dinero"),
        "refunded": _("Dinero devuelto"),
        "resent": _("Se envió otra vez"),
        "declined": _("No se devuelve el dinero"),
        "arrived": _("Sí llegó"),
        "lapsed": _("Terminó sin respuesta"),
    }[state]


def about_label(about: str) -> str:
    """Name what a dispute is about."""
    return {
        "never_came": _("No llegó"),
        "return": _("Devolución no aceptada"),
        "claim": _("Garantía no aceptada"),
    }[about]


def answer_label(answer: str | None) -> str:
    """Name what the shop did about it."""
    return {
        "resend": _("Enviarlo otra vez"),
        "refund": _("Devolver el dinero"),
        "proof": _("Mostrar que se entregó"),
    }.get(answer or "", "")


# What happened to an order, as its page says it.
EVENTS = {
    "dispute_opened": _l("%(who)s abrió una aclaración"),
    "dispute_answered": _l("%(who)s contestó la aclaración"),
    "dispute_escalated": _l("%(who)s pidió que intervenga Tianguis"),
    "dispute_decided": _l("Tianguis decidió la aclaración"),
    "dispute_ended": _l("La aclaración terminó"),
}


ACTIVITY = (
    Activity(
        ActivityKind.ORDERS,
        {
            "disputes.answer": _l("Contestó la aclaración %(code)s"),
            "disputes.decide": _l("Tianguis decidió la aclaración %(code)s"),
        },
        {"dispute": (Lead("disputes_seller.show", {"code": "code"}),)},
    ),
)


def say_escalated(count: int) -> str:
    """Say how many disputes wait for staff."""
    return ngettext("aclaración por decidir", "aclaraciones por decidir", count)
