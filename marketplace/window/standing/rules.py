"""How standing is measured: pure arithmetic on what happened in sixty days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from statistics import median

WINDOW_DAYS = 60
LEAST_ORDERS = 5  # below, a share says nothing


def on_time(handovers: Sequence[tuple[datetime, datetime | None]], now: datetime) -> int | None:
    """Give the share of orders handed to the carrier in time, in basis points; None under five orders.

    Each is (promised, done). What is neither done nor due yet does not count; what is overdue counts as late.
    """
    counted = [(due, done) for due, done in handovers if done is not None or due < now]
    if len(counted) < LEAST_ORDERS:
        return None
    good = sum(done is not None and done <= due for due, done in counted)
    return good * 10_000 // len(counted)


def reply_minutes(waits: Sequence[float]) -> int | None:
    """Give the median wait for an answer in minutes; None where nobody asked."""
    return round(median(waits)) if waits else None
