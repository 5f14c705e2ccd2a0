"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.kernel.ages import Ages
from marketplace.platform.tariffs.models import PlanRequest


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over. What was decided of a plan stays, as tariffs do."""
    return {"plan_request": PlanRequest.answered_at < ages.five_years}
