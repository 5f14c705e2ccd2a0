"""New rows of several tables, written in one statement.

A session writes table by table and keeps an eye on each row meanwhile; where one verb writes some thirty rows of nine
tables that nobody touches again, that is most of its time.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause

from tenants.errors import SideDoor
from tenants.ownership import Base
from tenants.scope import PlatformScope
from tenants.wall import WalledSession, plain_sql, scope_of


class NewRows:
    """Rows to be written together, parents before children. Above the walls only: wall one does not look at them."""

    def __init__(self) -> None:
        self._rows: dict[type[Base], list[dict[str, Any]]] = {}

    def add(self, model: type[Base], **values: Any) -> None:
        """Add a row; columns not named get the model's own defaults. Raises TypeError for a column that there is none of."""
        if not values.keys() <= _columns(model):
            raise TypeError(f"{model.__name__} has no column {', '.join(sorted(values.keys() - _columns(model)))}")
        row = {name: make() for name, make in _defaults(model) if name not in values}
        self._rows.setdefault(model, []).append({**row, **values})

    def write(self, session: WalledSession) -> None:
        """Write all of them, or none; raises SideDoor from inside the walls, IntegrityError as the database says."""
        if not isinstance(scope_of(session), PlatformScope):
            raise SideDoor("rows written together pass wall one by; add objects to the session")
        if self._rows:
            names = {f"rows_{n}": json.dumps(rows, default=str) for n, rows in enumerate(self._rows.values())}
            session.execute(_statement(tuple(self._rows)), names)
        self._rows.clear()


@lru_cache
def _columns(model: type[Base]) -> frozenset[str]:
    return frozenset(column.name for column in model.__table__.columns)


@lru_cache
def _defaults(model: type[Base]) -> list[tuple[str, Any]]:
    """What to call for each column that has a default of its own."""
    made = []
    for column in model.__table__.columns:
        if column.default is not None:
            default: Any = column.default
            value = default.arg
            made.append(
                (column.name, (lambda value=value: value) if default.is_scalar else lambda make=value: make(None))
            )
    return made


def _is_written(column: Any) -> bool:
    """Whether a statement names it: what the database alone gives is left to it."""
    return column.server_default is None or column.default is not None


@lru_cache
def _statement(models: tuple[type[Base], ...]) -> TextClause:
    inserts = []
    for number, model in enumerate(models):
        table = f'"{model.__tablename__}"'
        columns = ", ".join(f'"{column.name}"' for column in model.__table__.columns if _is_written(column))
        inserts.append(
            f"INSERT INTO {table} ({columns}) SELECT {columns} "  # noqa: S608 - our own tables' names
            f"FROM jsonb_populate_recordset(NULL::{table}, cast(:rows_{number} AS jsonb))"
        )
    *before, last = inserts
    parts = ", ".join(f"part_{number} AS ({insert})" for number, insert in enumerate(before))
    return plain_sql(f"WITH {parts} {last}" if before else last, why="several tables in one statement")
