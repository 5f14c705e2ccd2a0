"""What time it is: always UTC inside, Mexico City only when shown or when a legal day is counted."""

from datetime import UTC, datetime


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)
