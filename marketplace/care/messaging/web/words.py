"""The sentences of messaging: its refusals, and what a shop did."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "messaging.no_such_question": _l("No encontramos esa pregunta."),
    "messaging.not_answered_yet": _l(
        "Contesta primero: a una pregunta que nadie ha contestado sí le hace falta respuesta."
    ),
    "messaging.message_since": _l(
        "Llegó otro mensaje mientras tanto. Léelo antes de decir que no hace falta contestar."
    ),
    "messaging.empty_message": _l("Escribe algo antes de enviar."),
    "messaging.too_many_messages": _l(
        "Ya enviaste %(most)s mensajes en una hora. Espera un poco antes de escribir otro."
    ),
}


def _needed_none(said: Mapping[str, Any]) -> str:
    if said.get("who"):
        return _("Dijo que el mensaje de %(who)s no necesitaba respuesta", who=said["who"])
    return _("Dijo que un mensaje no necesitaba respuesta")


ACTIVITY = (
    Activity(
        ActivityKind.ORDERS,
        {"messaging.need_no_answer": _needed_none},
        {
            "thread": (
                Lead("messaging_seller.thread", {"code": "code"}),
                Lead("messaging_seller.question", {"thread_id": "question_id"}),
                Lead("messaging_seller.index"),
            )
        },
    ),
)
