"""Pure decisions about talk: who answers, until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.kernel.calendar import closing_after

LONGEST = 4000
MOST_AN_HOUR = 30  # of one side in one thread
# One buyer begins a conversation with one shop this often: the same question to all is not asked again and again.
QUESTION_EVERY = timedelta(hours=1)
# Both sides are promised an answer by 18:00 of the next working day.
ANSWER_DAYS = 1


class Side(StrEnum):
    """Who writes, and who is to answer."""

    SHOP = "shop"
    BUYER = "buyer"


def other(side: str) -> str:
    """The side that reads what this one writes."""
    return "buyer" if side == "shop" else "shop"


def answer_by(asked_at: datetime) -> datetime:
    """Say until when a shop should answer what was written to it."""
    return closing_after(asked_at, ANSWER_DAYS)


def reply_by(side: str, now: datetime) -> datetime | None:
    """Say until when the other side should answer: shops stand on a clock, buyers do not."""
    return answer_by(now) if side == "buyer" else None
