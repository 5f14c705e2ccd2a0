"""How standing is measured: pure arithmetic on what happened in sixty days. `/como-funciona#posicion` says the same in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from statistics import median

WINDOW_DAYS = 60
LEAST_ORDERS = 5  # below, a share says nothing


def on_time(handovers: Sequence[tuple[datetime, datetime | None]], now: datetime) -> int | None:
    """Give the share of orders handed to the carrier in time, in basis points; None under five orders.

    Each is (promised, done). What is neither done nor due yet does not count; what is overdue counts as late, and so does
    what the shop cancelled: it was due when it was given up (`given_up`).
    """
    counted = [(due, done) for due, done in handovers if done is not None or due < now]
    if len(counted) < LEAST_ORDERS:
        return None
    good = sum(done is not None and done <= due for due, done in counted)
    return good * 10_000 // len(counted)


def given_up(due: datetime, cancelled_at: datetime, *, by_shop: bool) -> tuple[datetime, None] | None:
    """Say how a cancelled order counts: never handed over, where the shop cancelled or it was late already; else not at all."""
    return (min(due, cancelled_at), None) if by_shop or due < cancelled_at else None


def waits(
    messages: Iterable[tuple[object, str, datetime]], now: datetime, *, answer_by: Callable[[datetime], datetime]
) -> list[float]:
    """Give the minutes that buyers waited for answers, of one shop's messages (thread, side, when), each thread's in order.

    A wait runs from the first message that nobody answered to the shop's next one. One that is still open counts from the
    moment at which its answer was due, with all that it lasts: silence is no way to a short wait.
    """
    asked: dict[object, datetime] = {}
    found = []
    for thread, side, at in messages:
        if side == "buyer":
            asked.setdefault(thread, at)
        elif thread in asked:
            found.append((at - asked.pop(thread)).total_seconds() / 60)
    found.extend((now - at).total_seconds() / 60 for at in asked.values() if answer_by(at) < now)
    return found


def reply_minutes(waits: Sequence[float]) -> int | None:
    """Give the median wait for an answer in minutes; None where nobody asked."""
    return round(median(waits)) if waits else None
