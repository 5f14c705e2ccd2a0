"""The sentences of refusals about tariffs to come, and how a shop reads what it said to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.module import Activity, ActivityKind, Lead, Todo
from marketplace.kernel.permissions import May
from marketplace.money.fees import saying
from marketplace.platform.tariffs.queries import count_unread
from marketplace.web.formatting import day

WORDS = {
    "tariffs.nothing_announced": _l("Esa tarifa ya no está anunciada: empezó o se retiró."),
    "tariffs.plan_reason_missing": _l("Escribe por qué, con %(least)s letras o más: la tienda lo lee tal cual."),
    "tariffs.plan_stands": _l("La tienda ya está en ese plan y no viene otro."),
    "tariffs.plan_decided_meanwhile": _l(
        "Alguien decidió otra cosa sobre este plan mientras lo veías. Así está ahora."
    ),
    "tariffs.day_over": _l("Ese día ya pasó."),
    "tariffs.plan_request_waits": _l("Tu tienda ya pidió algo sobre su plan. Espera la respuesta."),
    "tariffs.no_such_plan_request": _l("Esa petición no existe o ya se contestó."),
    "tariffs.own_plan_decision": _l("Tú decidiste ese plan. La petición la contesta otra persona."),
    "tariffs.plan_answer_missing": _l("Escribe tu respuesta: la tienda la lee tal cual."),
}


def _decided(said: Mapping[str, Any]) -> str:
    begins = day(datetime.fromisoformat(str(said["valid_from"])))
    return _("Tianguis decidió el plan %(plan)s desde el %(day)s", plan=saying.plan_said(str(said["plan"])), day=begins)


ACTIVITY = (
    Activity(
        ActivityKind.MONEY,
        {
            "tariffs.accept": _l("Aceptó la tarifa v%(version)s"),
            "tariffs.plan": _decided,
            "tariffs.ask_plan": _l("Pidió algo sobre el plan de la tienda"),
            "tariffs.answer_plan": _l("Tianguis contestó lo que la tienda pidió sobre su plan"),
        },
        {kind: (Lead("tariffs_seller.coming"),) for kind in ("tariff", "plan", "plan_request")},
    ),
)


def _say_unread(count: int) -> str:
    return ngettext("tarifa nueva anunciada", "tarifas nuevas anunciadas", count)


TODOS = (Todo(95, count_unread, _say_unread, "tariffs_seller.coming", May.VIEW_MONEY, {}),)


def say_plan_requests(count: int) -> str:
    """Say how many shops wait for an answer about their plan."""
    return ngettext("petición de plan por contestar", "peticiones de plan por contestar", count)
