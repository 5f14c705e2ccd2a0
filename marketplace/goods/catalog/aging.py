"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from marketplace.goods.catalog.models import BulkAct, BulkRow, ProductDraft
from marketplace.kernel.ages import Ages


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    is_over = BulkAct.made_at < ages.week
    return {
        "bulk_act": is_over,
        "bulk_row": BulkRow.act_id.in_(select(BulkAct.id).where(is_over)),
        "product_draft": ProductDraft.saved_at < ages.year,
    }
