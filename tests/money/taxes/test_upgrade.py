"""A market that sold before the law had its own table: what it froze stays as it was, and what it owed back counts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic import command
from alembic.config import Config
from psycopg.types.json import Jsonb
from sqlalchemy import Connection, create_engine, text

from marketplace.database import ROOT, migrate
from tenants.embedded import EmbeddedServer
from tenants.ownership import Base

_SOMETHING: dict[str, Any] = {
    "bigint": 1, "text": "x", "character varying": "x", "boolean": False, "uuid": UUID(int=7), "jsonb": Jsonb({}),
    "timestamp with time zone": "2026-11-01 12:00Z", "date": "2026-11-01",
}  # fmt: skip


@pytest.fixture
def before(server: EmbeddedServer) -> Iterator[str]:
    """A database as it was at revision 0012; gives its owner's address."""
    name = f"before_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    administrator = create_engine(server.administrator_url(), isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    url = server.administrator_url(name)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "0012")
    yield url
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    administrator.dispose()


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


def test_frozen_lines_stay_and_what_is_owed_back_counts(before: str) -> None:
    engine = create_engine(before)
    order = uuid4()
    fee = {"order_id": order, "kind": "isr_withheld", "rule_id": "v1:isr_withheld:registered", "version": 1}
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        enter(
            connection,
            "fee_rule",
            id=fee["rule_id"],
            version=1,
            kind="isr_withheld",
            source="LIF 2026 art. 25",
            rate_bp=250,
        )
        enter(connection, "order", id=order, total_minor=116_000, refunded_minor=0, state="delivered")
        enter(connection, "order_line", id=uuid4(), order_id=order, category="novela", quantity=1, returned=0)
        enter(connection, "fee_line", id=uuid4(), base_minor=100_000, rate_bp=250, amount_minor=2_500, **fee)
        enter(connection, "refund", id=uuid4(), order_id=order, amount_minor=30_000, state="due", cause="return:1")
    migrate(before)
    with engine.begin() as connection:
        line = connection.execute(text("SELECT version, base_minor, rate_bp, amount_minor, source FROM fee_line")).one()
        assert tuple(line) == (1, 100_000, 250, 2_500, "LIF 2026 art. 25")
        assert tuple(connection.execute(text("SELECT iva_bp, iva_article FROM order_line")).one()) == (
            1600,
            "LIVA art. 1",
        )
        assert connection.scalar(text('SELECT refunded_minor FROM "order"')) == 30_000
        rates = connection.scalar(text("SELECT count(*) FROM legal_rate WHERE valid_until = '2027-01-01 06:00Z'"))
        assert rates == 6
        with pytest.raises(Exception, match="never"), connection.begin_nested():
            connection.execute(text("UPDATE fee_line SET source = 'otra'"))
    migrate(before)  # a second time enters nothing twice
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM legal_rate")) == 11
    engine.dispose()
