"""The database's clock, as this process heard it last, so that hosts whose own clocks differ agree on what is due.

Every writing transaction tells the time as it begins (`wall.py`), without a journey of its own; between two of them it
runs by the monotonic clock, which nobody sets.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

# In the words of the statements that tell it: seconds since 1970.
TELL = "SELECT extract(epoch FROM clock_timestamp())::float8"
_BELIEVED_BACK_SECONDS = 0.25
_ahead: list[float] = []  # of the monotonic clock, in seconds; empty until a database was heard


def hear(seconds: float) -> None:
    """Set the clock by what the database just told.

    An answer that was long on its way makes the time look earlier than it is, never later; so the latest is believed,
    until it is off by more than an answer takes.
    """
    heard = seconds - time.monotonic()
    if not _ahead or not 0 <= _ahead[0] - heard <= _BELIEVED_BACK_SECONDS:
        _ahead[:] = [heard]


def now() -> datetime:
    """Give the present moment in UTC; by this host's clock until a database was heard."""
    for ahead in _ahead:
        return datetime.fromtimestamp(ahead + time.monotonic(), UTC)
    return datetime.now(UTC)
