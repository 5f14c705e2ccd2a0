"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.kernel.ages import Ages
from marketplace.window.watching.models import Viewed


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {"viewed": Viewed.at < ages.year}
