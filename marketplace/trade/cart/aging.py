"""Which rows are over, of the tables that go by age."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from marketplace.kernel.ages import Ages
from marketplace.trade.cart.models import CartChoice, CartRow


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    return {"cart_row": CartRow.changed_at < ages.year, "cart_choice": CartChoice.changed_at < ages.year}
