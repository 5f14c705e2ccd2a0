"""The sentences of recalls' refusals, and how their codes are said."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "recalls.no_such_recall": _l("No encontramos ese retiro."),
    "recalls.no_such_article": _l(
        "No hay nada con ese número. Revisa el código de barras o el número de la publicación."
    ),
    "recalls.open": _l("Este producto ya está en retiro. Ciérralo antes de empezar otro."),
    "recalls.lately": _l(
        "Este producto salió de un retiro hace menos de %(days)s días. Si hace falta otro, escríbele a Tianguis."
    ),
    "recalls.leads_elsewhere": _l(
        "Quita direcciones, cuentas y teléfonos de qué está mal y qué hacer. Para preguntar está “A quién preguntar”."
    ),
    "recalls.bad_contact": _l("Escribe un teléfono de diez dígitos o un correo, y nada más."),
    "recalls.nothing_to_look_at": _l("Este retiro ya se revisó, o ya se cerró."),
    "recalls.not_as_shown": _l(
        "Mientras leías cambió a cuántos pedidos llega: eran %(seen)s y son %(now)s. Revisa y confirma."
    ),
    "recalls.nothing_offered": _l("Elige al menos una cosa que ofreces."),
    "recalls.bad_days": _l("La primera fecha va antes que la última, y no puede ser después de hoy."),
    "recalls.words_needed": _l("Falta decir qué pasa, qué hacer o a quién preguntar."),
    "recalls.closed": _l("Este retiro ya se cerró."),
    "recalls.staffs": _l("Este retiro lo empezó Tianguis y solo Tianguis lo cierra."),
    "recalls.not_an_answer": _l("Elige una de las respuestas."),
    "recalls.return_under_way": _l("Ya pediste la devolución %(code)s: tu respuesta ya no cambia."),
}


def answer_label(answer: str | None) -> str:
    """Name what somebody answered; None is nobody."""
    return {
        "return": _("Devolverlo y que me regresen mi dinero"),
        "repair": _("Que lo reparen"),
        "replace": _("Que me lo cambien por otro"),
        "part": _("Recibir la pieza o las instrucciones"),
        "gone": _("Ya no lo tengo"),
        "other_lot": _("No es de ese lote"),
        None: _("Sin respuesta"),
    }[answer]


def offer_label(offer: str) -> str:
    """Name what a recall offers."""
    return {
        "return": _("Devolución del dinero"),
        "repair": _("Reparación"),
        "replace": _("Cambio por otro"),
        "part": _("Una pieza o instrucciones"),
    }[offer]


def say_to_look_at(count: int) -> str:
    """How many recalls that shops began nobody of the staff looked at."""
    return ngettext("%(num)s retiro de una tienda por revisar", "%(num)s retiros de tiendas por revisar", count)


def state_label(state: str) -> str:
    """Name the state of a recall."""
    return {"open": _("Retiro abierto"), "closed": _("Retiro cerrado")}[state]


def ground_label(ground: str) -> str:
    """Name why staff recall something."""
    return {
        "danger": _("Puede lastimar a alguien o dañar algo"),
        "defect": _("No funciona como debe"),
        "authority": _("Lo pide una autoridad"),
    }[ground]


# What happened to an order, as its page says it.
EVENTS = {
    "recalled": _l("%(who)s retiró algo de este pedido"),
    "recall_answered": _l("Contestaron el retiro"),
}

ACTIVITY = (
    Activity(
        ActivityKind.PRODUCTS,
        {
            "recalls.start": _l("Empezó el retiro de %(title)s: %(orders)s pedidos"),
            "recalls.close": _l("Cerró el retiro de %(title)s"),
            "recalls.look_at": _l("Revisó el retiro de %(title)s"),
        },
        {"recall": (Lead("recalls_seller.show", {"code": "code"}),)},
    ),
)
