"""Pure decisions about warranty: states, how long it covers, until when an answer is due."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.kernel.calendar import mexican_day, night_of

ANSWER_DAYS = 3  # working days a shop has to answer
_LEAST_DAYS = 90


class ClaimState(StrEnum):
    """Where a claim stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REFUND_DUE = "refund_due"
    CLOSED = "closed"


NEXT: Mapping[ClaimState, frozenset[ClaimState]] = {
    ClaimState.OPEN: frozenset({ClaimState.ACCEPTED, ClaimState.REFUND_DUE, ClaimState.DECLINED}),
    ClaimState.ACCEPTED: frozenset({ClaimState.CLOSED}),
    ClaimState.REFUND_DUE: frozenset({ClaimState.CLOSED}),  # when the money is back, and not before
    ClaimState.DECLINED: frozenset(),
    ClaimState.CLOSED: frozenset(),
}


class Remedy(StrEnum):
    """What a shop does about it."""

    REPAIR = "repair"
    REPLACE = "replace"
    REFUND = "refund"


def covered_until(delivered_at: datetime, months: int) -> datetime:
    """Say when a warranty ends: so many months after the goods arrived, at the end of that day in Mexico City.

    Counted from delivery, and never less than ninety days where there is one at all (LFPC art. 77).
    """
    arrived = mexican_day(delivered_at)
    years, month = divmod(arrived.month - 1 + months, 12)
    year = arrived.year + years
    last = arrived.replace(year=year, month=month + 1, day=min(arrived.day, calendar.monthrange(year, month + 1)[1]))
    if months:
        last = max(last, arrived + timedelta(days=_LEAST_DAYS))
    return night_of(last) - timedelta(seconds=1)
