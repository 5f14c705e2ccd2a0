"""A market of an earlier release, for tests of what upgrading makes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from tenants.ownership import Base

SOMETHING = UUID(int=7)
_SOMETHING: dict[str, Any] = {
    "bigint": 1, "text": "x", "character varying": "x", "boolean": False, "uuid": SOMETHING, "jsonb": Jsonb({}),
    "timestamp with time zone": "2026-11-01 12:00Z", "date": "2026-11-01",
}  # fmt: skip


def _words_of(table: str) -> dict[str, str]:
    """The first word of each column whose words are told (`states_only`)."""
    told = (one.info for one in Base.metadata.tables[table].constraints if "words" in one.info)
    return {one["column"]: next(iter(one["words"])).value for one in told}


def enter(connection: Connection, table: str, **said: Any) -> None:
    """A row, with something in each column that must have it and of which nothing is said."""
    needed = connection.execute(
        text(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = :table AND is_nullable = 'NO' AND column_default IS NULL"
        ),
        {"table": table},
    )
    words = _words_of(table)
    values = {**{name: words.get(name, _SOMETHING[kind]) for name, kind in needed}, **said}
    names, marks = ", ".join(f'"{one}"' for one in values), ", ".join(f":{one}" for one in values)
    connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({marks})'), values)


def enter_goods(connection: Connection, shop: UUID, product_id: UUID = SOMETHING) -> None:
    """What listings and lines of orders of a shop are of, where nothing is said of that."""
    enter(connection, "product", tenant_id=shop, id=product_id)
    enter(connection, "variant", tenant_id=shop, id=SOMETHING, product_id=product_id)
