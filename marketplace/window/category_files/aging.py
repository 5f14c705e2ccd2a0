"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.kernel.ages import Ages
from marketplace.window.category_files.models import CategoryFile


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over: what each category became stays in its own history."""
    return {"category_file": CategoryFile.at < ages.year}
