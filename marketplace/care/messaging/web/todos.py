"""What waits for a shop, as its first page says it."""

from __future__ import annotations

from typing import Any

from flask_babel import ngettext

from marketplace.care.messaging.models import Thread
from marketplace.kernel.module import Todo, count_own
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work


def _to_answer(work: Work) -> Any:
    return count_own(work, Thread, Thread.turn == "shop")


def _say_to_answer(count: int) -> str:
    return ngettext("mensaje espera tu respuesta", "mensajes esperan tu respuesta", count)


TODOS = (Todo(40, _to_answer, _say_to_answer, "messaging_seller.index", May.WRITE_MESSAGES, {"pendientes": 1}),)
