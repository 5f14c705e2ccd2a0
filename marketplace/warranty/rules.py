"""Pure decisions about warranty: states, how long it covers, until when an answer is due."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

ANSWER_DAYS = 3  # working days a shop has to answer


class State(StrEnum):
    """Where a claim stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CLOSED = "closed"


NEXT: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.ACCEPTED, State.DECLINED}),
    State.ACCEPTED: frozenset({State.CLOSED}),
    State.DECLINED: frozenset(),
    State.CLOSED: frozenset(),
}


class Remedy(StrEnum):
    """What a shop does about it."""

    REPAIR = "repair"
    REPLACE = "replace"
    REFUND = "refund"


def covered_until(delivered_at: datetime, months: int) -> datetime:
    """Say when a warranty ends: so many months after the goods arrived (LFPC art. 77: counted from delivery)."""
    years, month = divmod(delivered_at.month - 1 + months, 12)
    year = delivered_at.year + years
    day = min(delivered_at.day, calendar.monthrange(year, month + 1)[1])
    return delivered_at.replace(year=year, month=month + 1, day=day)
