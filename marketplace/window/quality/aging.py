"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.kernel.ages import Ages
from marketplace.kernel.calendar import mexican_day
from marketplace.window.quality.models import ListingTraffic


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {"listing_traffic": ListingTraffic.day < mexican_day(ages.year)}
