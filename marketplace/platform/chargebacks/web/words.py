"""The words of chargebacks."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext


def state_label(state: str) -> str:
    """Say where a chargeback stands."""
    return {
        "open": _("Por contestar"),
        "sending": _("Mandando la respuesta"),
        "sent": _("Lo revisa el banco"),
        "won": _("Ganado"),
        "lost": _("Perdido"),
    }[state]


def reason_label(reason: str) -> str:
    """Say what a bank's customer complains of; a reason that we do not know stands in the bank's own word.

    https://docs.stripe.com/disputes/categories
    """
    return {
        "product_not_received": _("Dice que no le llegó"),
        "product_unacceptable": _("Dice que no es lo que compró"),
        "fraudulent": _("Dice que no hizo la compra"),
        "duplicate": _("Dice que se le cobró dos veces"),
        "credit_not_processed": _("Dice que no se le devolvió su dinero"),
        "unrecognized": _("No reconoce el cobro"),
        "general": _("Sin motivo dicho"),
    }.get(reason, reason)


def say_waiting(count: int) -> str:
    """Say how many wait for an answer."""
    return ngettext("contracargo por contestar", "contracargos por contestar", count)
