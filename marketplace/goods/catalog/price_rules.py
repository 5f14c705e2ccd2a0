"""Pure decisions about prices over time: what is told beside one, what a step by quantity is, how a promotion goes on.

"Before" is nobody's word: it is a price at which the very variant stood on the shelf (LFPC arts. 7 and 32: what is said of a
price is true and can be proven). Decision 47.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from marketplace.kernel.calendar import mexican_day, morning_of

LOOKS_BACK_DAYS = 30
REAL_FOR = timedelta(days=7)  # on the shelf at a price, within those days, before it may be called the price of before
MOST_STEPS = 3
MOST_TOLD = 10


class PromotionState(StrEnum):
    """How far a promotion is."""

    SCHEDULED = "scheduled"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"  # before it began


PROMOTION_NEXT: Mapping[PromotionState, frozenset[PromotionState]] = {
    PromotionState.SCHEDULED: frozenset({PromotionState.RUNNING, PromotionState.CANCELLED}),
    PromotionState.RUNNING: frozenset({PromotionState.ENDED}),
    PromotionState.ENDED: frozenset(),
    PromotionState.CANCELLED: frozenset(),
}


class PromotionEnd(StrEnum):
    """Why a promotion is over for a variant."""

    OVER = "over"
    BY_HAND = "by_hand"  # somebody of the shop set another price meanwhile, which stays
    NOT_LOWER = "not_lower"  # it cost no more than that when it began
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Offered:
    """From a moment on a variant costs so much, in centavos, on the shelf or not."""

    at: datetime
    minor: int
    on_shelf: bool


@dataclass(frozen=True)
class PriceTold:
    """What is told beside a price: the lowest of the last days, the one of before where there is a real one, in centavos."""

    lowest_minor: int
    was_minor: int | None
    recent: Sequence[tuple[date, int]]  # from which day on it cost how much, the latest first

    def as_row(self, until: date | None) -> dict[str, Any]:
        """Write it as the shelf keeps it; `until` is the last day of a promotion."""
        return {
            "lowest": self.lowest_minor,
            "was": self.was_minor,
            "until": until.isoformat() if until else None,
            "recent": [[day.isoformat(), minor] for day, minor in self.recent],
        }


def window_start(now: datetime) -> datetime:
    """Give the first moment of the last thirty days, which are counted in whole days of Mexico City, today apart."""
    return morning_of(mexican_day(now) - timedelta(days=LOOKS_BACK_DAYS))


def tell_price(offered: Sequence[Offered], now: datetime) -> PriceTold | None:
    """Say what is told beside a variant's price, from what it was offered for, the oldest first.

    None while it is not on the shelf, and where it cost the same for all of the last thirty days: there is nothing to say.
    The price of before is the lowest of those, above the present one, at which it stood on the shelf for seven days or more
    of the thirty; without one, none is shown.
    """
    if not offered or not offered[-1].on_shelf:
        return None
    since, present = window_start(now), offered[-1].minor
    ends = [*(one.at for one in offered[1:]), now]
    stood: dict[int, timedelta] = {}
    told: list[tuple[date, int]] = []
    for one, end in zip(offered, ends, strict=True):
        begin = max(one.at, since)
        if one.on_shelf and (end > begin or one is offered[-1]):
            stood[one.minor] = stood.get(one.minor, timedelta()) + max(end - begin, timedelta())
            if not told or told[-1][1] != one.minor:
                told.append((mexican_day(begin), one.minor))
    if len(stood) == 1:
        return None
    real = [minor for minor, lasted in stood.items() if minor > present and lasted >= REAL_FOR]
    return PriceTold(min(stood), min(real, default=None), told[::-1][:MOST_TOLD])


def steps_fault(price_minor: int, steps: Sequence[tuple[int, int]]) -> str:
    """Say what is wrong with steps by quantity (pieces, centavos each): `many`, `order`, `dearer`; empty where nothing is."""
    if len(steps) > MOST_STEPS:
        return "many"
    pieces, prices = [one[0] for one in steps], [price_minor, *(one[1] for one in steps)]
    if pieces != sorted(set(pieces)) or any(not 2 <= one <= 99 for one in pieces):
        return "order"
    cheaper = all(0 < after < before for before, after in pairwise(prices))
    return "" if cheaper else "dearer"
