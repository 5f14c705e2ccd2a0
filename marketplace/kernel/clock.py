"""What time it is: always UTC inside, Mexico City only when shown or when a legal day is counted."""

from datetime import datetime

from tenants import clock


def now() -> datetime:
    """Give the present moment in UTC, by the database's clock: all hosts must agree on what is due and what is over."""
    return clock.now()
