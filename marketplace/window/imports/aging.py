"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.kernel.ages import Ages
from marketplace.window.imports.models import ImportRun, ProductsFile


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {"import_run": ImportRun.asked_at < ages.year, "products_file": ProductsFile.expires_at < ages.week}
