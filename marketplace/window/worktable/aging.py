"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.kernel.ages import Ages
from marketplace.people.sellers import closed
from marketplace.window.worktable.models import ProductView


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {"product_view": ProductView.tenant_id.in_(closed(ages))}
