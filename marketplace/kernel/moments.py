"""Moments within statements: `calendar.py` is of plain values, and this of columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Function, SQLColumnExpression, func

from marketplace.kernel.calendar import MEXICO


def in_mexico(moment: SQLColumnExpression[datetime]) -> Function[Any]:
    """Read a column of moments by the clock of Mexico City."""
    return func.timezone(MEXICO.key, moment)
