"""The sentences of adjustments' refusals, and how their kinds, states and reasons are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.platform.adjustments.rules import AdjustmentKind, AdjustmentState, Reason
from marketplace.web.formatting import money

WORDS = {
    "adjustments.no_such_adjustment": _l("No encontramos ese ajuste."),
    "adjustments.bad_amount": _l(
        "Escribe un importe mayor que cero y de un millón de pesos o menos. Un abono solo puede dar, no quitar."
    ),
    "adjustments.bad_reason": _l(
        "Ese motivo no es de lo que elegiste: mira cuáles son de un ajuste y cuáles de un abono."
    ),
    "adjustments.facts_needed": _l("Escribe qué pasó, con %(least)s letras o más: la tienda lo lee tal cual."),
    "adjustments.answer_needed": _l("Escribe por qué: lo lee quien lo pidió."),
    "adjustments.not_of_this_shop": _l("Ese código no es de un pedido de esta tienda."),
    "adjustments.another_must_decide": _l("Tú ya interviniste en este ajuste. Lo que sigue lo decide otra persona."),
    "adjustments.not_yours": _l("Solo quien lo pidió puede retirarlo."),
    "adjustments.decided_already": _l("Ya se decidió mientras lo veías. Mira cómo quedó."),
    "adjustments.appealed_already": _l("Tu tienda ya apeló este ajuste."),
    "adjustments.nothing_to_appeal": _l("No hay nada que apelar: el ajuste ya se deshizo o ya se contestó."),
}


def kind_label(kind: str) -> str:
    """Name a kind of adjustment."""
    return {
        AdjustmentKind.ADJUSTMENT: _("Ajuste"),
        AdjustmentKind.CREDIT: _("Abono por una falla nuestra"),
    }[AdjustmentKind(kind)]


def state_label(state: str) -> str:
    """Say how far an adjustment is."""
    return {
        AdjustmentState.ASKED: _("Por decidir"),
        AdjustmentState.APPROVED: _("Hecho"),
        AdjustmentState.DECLINED: _("No se hizo"),
        AdjustmentState.WITHDRAWN: _("Retirado por quien lo pidió"),
        AdjustmentState.REVERSED: _("Deshecho"),
    }[AdjustmentState(state)]


def reason_label(reason: str) -> str:
    """Say why something is put right."""
    return {
        Reason.FEE_WRONG: _("Un cobro no fue el que tocaba"),
        Reason.REFUND_WRONG: _("Una devolución de dinero no fue la que tocaba"),
        Reason.PAID_TWICE: _("Algo se pagó dos veces"),
        Reason.ORDERED: _("Lo ordenó una autoridad"),
        Reason.AGREED: _("Así se acordó con la tienda"),
        Reason.OUTAGE: _("El sitio falló"),
        Reason.LATE: _("Tardamos más de lo prometido"),
        Reason.BAD_HELP: _("Te atendimos mal"),
        Reason.LOST_BY_US: _("Se perdió algo en nuestras manos"),
    }[Reason(reason)]


def say_waiting(count: int) -> str:
    """Say how many adjustments wait for somebody of the staff."""
    return ngettext("ajuste por decidir o contestar", "ajustes por decidir o contestar", count)


def _made(said: Mapping[str, Any]) -> str:
    amount = int(said["amount_minor"])
    if amount > 0:
        return _("Tianguis sumó %(amount)s a tu dinero", amount=money(amount))
    return _("Tianguis descontó %(amount)s de tu dinero", amount=money(-amount))


def _reversed(said: Mapping[str, Any]) -> str:
    return _("Tianguis deshizo un ajuste: %(amount)s", amount=money(int(said["amount_minor"])))


ACTIVITY = (
    Activity(
        ActivityKind.MONEY,
        {
            "adjustments.approve": _made,
            "adjustments.reverse": _reversed,
            "adjustments.appeal": _l("Apeló un ajuste"),
            "adjustments.answer_appeal": _l("Tianguis contestó la apelación de un ajuste"),
        },
        {"adjustment": (Lead("adjustments_seller.index"),)},
    ),
)
