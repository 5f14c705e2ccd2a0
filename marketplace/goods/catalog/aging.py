"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.goods.catalog.models import ProductDraft
from marketplace.kernel.ages import Ages


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {"product_draft": ProductDraft.saved_at < ages.year}
