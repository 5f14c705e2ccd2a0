"""Rows written together: a column that there is none of is a mistake, not silence."""

from __future__ import annotations

import pytest

from marketplace.trade.orders.models import OrderEvent
from tenants.rows import NewRows


def test_a_misspelt_column_is_named() -> None:
    with pytest.raises(TypeError, match="OrderEvent has no column nots"):
        NewRows().add(OrderEvent, kind="placed", nots="x")
