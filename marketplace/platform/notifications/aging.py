"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.kernel.ages import Ages
from marketplace.platform.notifications.models import Mail, Notification


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {"mail": Mail.created_at < ages.year, "notification": Notification.created_at < ages.year}
