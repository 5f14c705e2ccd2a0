"""Pure decisions about resting and closing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

LONGEST_REST = timedelta(days=183)
REOPEN_WITHIN = timedelta(days=30)


def is_rest(first: date, last: date, today: date) -> bool:
    """Say whether a rest makes sense: not in the past, not backwards, at most half a year."""
    return today <= first <= last and last - first <= LONGEST_REST and first - today <= LONGEST_REST


def rests_on(first: date | None, last: date | None, today: date) -> bool:
    """Say whether a shop rests on a day, its first and its last included."""
    return first is not None and last is not None and first <= today <= last


def may_reopen(closed_at: datetime | None, closed_by: str | None, now: datetime) -> bool:
    """Say whether a shop may open again by itself: it closed by itself, at most thirty days ago."""
    return closed_by == "seller" and closed_at is not None and now <= closed_at + REOPEN_WITHIN
