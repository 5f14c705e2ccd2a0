"""What waits for a shop, as its first page says it."""

from __future__ import annotations

from typing import Any

from flask_babel import ngettext

from marketplace.care.returns.models import ReturnCase
from marketplace.care.returns.rules import ReturnState
from marketplace.kernel.module import Todo, count_own
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work


def _to_attend(work: Work) -> Any:
    return count_own(work, ReturnCase, ReturnCase.state.in_([ReturnState.REQUESTED, ReturnState.APPROVED]))


def _say_to_attend(count: int) -> str:
    return ngettext("devolución por atender", "devoluciones por atender", count)


TODOS = (Todo(50, _to_attend, _say_to_attend, "returns_seller.index", May.VIEW_ORDERS, {"pendientes": 1}),)
