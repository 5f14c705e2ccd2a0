"""Decisions of moderation on plain values: states, what may be at once, and the clocks staff stand on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from marketplace.kernel.calendar import closing_after, mexican_day

DECIDE_DAYS = 1  # working days staff have to decide
NOTICE = timedelta(days=30)  # between the statement of reasons and the closing of a shop (P2B art. 4(2))
LONGEST_NOTICE = timedelta(days=366)
APPEAL_MONTHS = 6  # in which any decision may be appealed (after Regulation (EU) 2022/2065, DSA, art. 20(1))
ANSWER_DAYS = 10  # working days somebody else has to answer an appeal
LONGEST_PAUSE = timedelta(days=90)


TAKE_DOWN = "take_down"  # what was done about a listing that was for sale, besides the kinds of measures


class CaseState(StrEnum):
    """Where a listing before staff stands."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    SUPERSEDED = "superseded"  # there is a newer revision


CASE_NEXT: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.APPROVED, CaseState.DECLINED, CaseState.SUPERSEDED}),
    CaseState.APPROVED: frozenset(),
    CaseState.DECLINED: frozenset(),
    CaseState.SUPERSEDED: frozenset(),
}
CASE_DECIDED = (CaseState.APPROVED, CaseState.DECLINED)


@dataclass(frozen=True)
class Changed:
    """What a shop says otherwise than before: of what (a field, or `attributes.<code>`, `variants.<sku>`), and both."""

    of: str
    before: Any
    after: Any


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """List what one snapshot of a product says otherwise than another; what is only in one is None in the other."""
    flat_before, flat_after = _flat(before), _flat(after)
    return [
        Changed(of, flat_before.get(of), flat_after.get(of))
        for of in dict.fromkeys([*flat_before, *flat_after])
        if (flat_before.get(of) or None) != (flat_after.get(of) or None)
    ]


def _flat(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    flat = {
        name: value for name, value in snapshot.items() if name not in ("attributes", "variants", "pictures", "alts")
    }
    flat |= {f"attributes.{code}": value for code, value in snapshot["attributes"].items()}
    flat |= {f"variants.{one['sku']}": (one["name"], one["price_minor"]) for one in snapshot["variants"]}
    flat |= {f"alts.{key}": alt for key, alt in snapshot.get("alts", {}).items()}
    return flat | {f"pictures.{key}": key for key in snapshot["pictures"]}


class ClosingState(StrEnum):
    """Where the closing of a shop stands."""

    ANNOUNCED = "announced"
    IN_EFFECT = "in_effect"
    WITHDRAWN = "withdrawn"


CLOSING_NEXT: Mapping[ClosingState, frozenset[ClosingState]] = {
    ClosingState.ANNOUNCED: frozenset({ClosingState.IN_EFFECT, ClosingState.WITHDRAWN}),
    ClosingState.IN_EFFECT: frozenset({ClosingState.WITHDRAWN}),
    ClosingState.WITHDRAWN: frozenset(),
}
STANDING = (ClosingState.ANNOUNCED, ClosingState.IN_EFFECT)

# Closing at once is law, not wording: only by these, whatever the rules of the market say (P2B art. 4(4)(a), (c)).
CLOSED_AT_ONCE = ("prohibited_goods", "counterfeit_goods", "fraud", "repeated")


def is_closing_day(day: date | None, today: date, *, ground: str) -> bool:
    """Say whether a shop may be closed on a day; None is at once."""
    if day is None:
        return ground in CLOSED_AT_ONCE
    return NOTICE <= day - today <= LONGEST_NOTICE


def appeal_until(decided_at: datetime) -> date:
    """Give the last day on which a decision may be appealed: six calendar months later, by Mexico City's days.

    Where that month has no such day it is the month's last (CCF art. 1178 counts months as they are in the calendar).
    """
    day = mexican_day(decided_at)
    year, month = divmod(day.year * 12 + day.month - 1 + APPEAL_MONTHS, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_time_to_appeal(decided_at: datetime, now: datetime) -> bool:
    """Say whether a decision may still be appealed; the last day lasts until its night."""
    return mexican_day(now) <= appeal_until(decided_at)


def answer_due(written_at: datetime) -> datetime:
    """Give until when somebody else answers an appeal."""
    return closing_after(written_at, ANSWER_DAYS)


class Appealed(StrEnum):
    """What an appeal is against."""

    CASE = "case"  # a revision that was declined, or a listing that was taken down
    MEASURE = "measure"
    RECALL = "recall"  # what staff recalled of a shop
    REPORT = "report"  # by who reported something, against leaving it as it is


class MeasureKind(StrEnum):
    """What staff do about something that is live, besides taking a listing down and closing a shop."""

    LIMIT = "limit"  # a listing is found by its address, and not in searches or on the first page
    PAUSE = "pause"  # a shop rests, with everything that it sells
    WARNING = "warning"  # nothing changes: the shop is told which rule it broke
    HOLD = "hold"  # what a shop is due is not paid out for some days; two people decide it (`holding.py`)


class MeasureState(StrEnum):
    """Where a measure stands."""

    ANNOUNCED = "announced"
    IN_EFFECT = "in_effect"
    OVER = "over"  # its end came
    LIFTED = "lifted"  # staff took it back


MEASURE_NEXT: Mapping[MeasureState, frozenset[MeasureState]] = {
    MeasureState.ANNOUNCED: frozenset({MeasureState.IN_EFFECT, MeasureState.LIFTED}),
    MeasureState.IN_EFFECT: frozenset({MeasureState.OVER, MeasureState.LIFTED}),
    MeasureState.OVER: frozenset(),
    MeasureState.LIFTED: frozenset(),
}
MEASURE_STANDING = (MeasureState.ANNOUNCED, MeasureState.IN_EFFECT)
# What may be dangerous does not wait for tomorrow.
AT_ONCE = ("prohibited", "counterfeit", "nom_missing")


def may_begin(day: date, today: date, *, rule: str) -> bool:
    """Say whether a measure may begin on a day: today for what may be dangerous, else tomorrow at the earliest."""
    earliest = today if rule in AT_ONCE else today + timedelta(days=1)
    return earliest <= day <= today + NOTICE


def may_end(day: date | None, begins: date, kind: MeasureKind) -> bool:
    """Say whether a measure may end on a day, which is its last; a pause has an end, a warning none."""
    if day is None:
        return kind is not MeasureKind.PAUSE
    return kind is not MeasureKind.WARNING and begins <= day <= begins + LONGEST_PAUSE


class HoldRequestState(StrEnum):
    """Where stands what somebody asked for about a shop's money."""

    ASKED = "asked"
    APPROVED = "approved"  # by somebody else: it is a measure now
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by who asked


HOLD_REQUEST_NEXT: Mapping[HoldRequestState, frozenset[HoldRequestState]] = {
    HoldRequestState.ASKED: frozenset(
        {HoldRequestState.APPROVED, HoldRequestState.DECLINED, HoldRequestState.WITHDRAWN}
    ),
    HoldRequestState.APPROVED: frozenset(),
    HoldRequestState.DECLINED: frozenset(),
    HoldRequestState.WITHDRAWN: frozenset(),
}


def first_day_of_hold(today: date, *, rule: str, after: date | None) -> date:
    """Give the first day of a hold that is decided today: tomorrow, for the gravest grounds today.

    `after` is the last day of the one that it goes on from, by a new statement of reasons: it begins behind it.
    """
    if after is not None:
        return max(after, today) + timedelta(days=1)
    return today if rule in CLOSED_AT_ONCE else today + timedelta(days=1)
