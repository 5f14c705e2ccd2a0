"""What waits for a shop, as its first page says it."""

from __future__ import annotations

from typing import Any

from flask_babel import ngettext

from marketplace.care.warranty.models import Claim
from marketplace.care.warranty.rules import ClaimState
from marketplace.kernel.module import Todo, count_own
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work


def _to_answer(work: Work) -> Any:
    return count_own(work, Claim, Claim.state.in_([ClaimState.OPEN, ClaimState.ACCEPTED]))


def _say_to_answer(count: int) -> str:
    return ngettext("garantía por atender", "garantías por atender", count)


TODOS = (Todo(60, _to_answer, _say_to_answer, "warranty_seller.index", May.VIEW_ORDERS, {"pendientes": 1}),)
