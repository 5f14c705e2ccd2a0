"""What waits for a shop, as its first page says it."""

from __future__ import annotations

from typing import Any

from flask_babel import ngettext

from marketplace.care.disputes.models import Dispute
from marketplace.care.disputes.rules import DisputeState
from marketplace.kernel.module import Todo, count_own
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work


def _to_answer(work: Work) -> Any:
    return count_own(work, Dispute, Dispute.state == DisputeState.OPEN)


def _say_to_answer(count: int) -> str:
    return ngettext("pedido que no llegó, por contestar", "pedidos que no llegaron, por contestar", count)


TODOS = (
    Todo(70, _to_answer, _say_to_answer, "disputes_seller.index", May.VIEW_ORDERS, {"pendientes": 1}, urgent=True),
)
