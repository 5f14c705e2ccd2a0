"""The moment the suite is run at: `pytest --at 2028-02-29T12:00` in Mexico City's time; the present one without it.

Python's clock is moved for this process and the database's for its sessions, and both go on from there: the app, whose
clock is the database's, and the queue, which asks it in SQL, live at that moment together. Processes that tests start
keep their host's clock, as those of another host would, and hear the database's. Files bear the host's time, so the moment is
one to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from sqlalchemy import Connection, Engine, text

_MEXICO = ZoneInfo("America/Mexico_City")
_MOVED: list[tuple[time_machine.travel, timedelta]] = []


def move_to(said: str) -> None:
    """Let Python's clock stand at a moment (ISO 8601, Mexico City's) and run on. Raises ValueError when it is none."""
    moment = datetime.fromisoformat(said).replace(tzinfo=_MEXICO)
    ahead = moment - datetime.now(UTC)
    travel = time_machine.travel(moment, tick=True)
    travel.start()
    _MOVED.append((travel, ahead))


def come_back() -> None:
    """Let Python's clock be the host's again."""
    while _MOVED:
        _MOVED.pop()[0].stop()


def move_database(connection: Connection, name: str) -> None:
    """Let a database tell the time as this process has it.

    `connection` is to that database, as its owner, and its sessions begin after this.
    """
    for _travel, ahead in _MOVED:
        _move(connection, name, f"interval '{ahead.total_seconds()} seconds'")


def _move(connection: Connection, name: str, ahead: str) -> None:
    """Let a database's own functions of time be found behind those of a schema, which are so much ahead (an interval)."""
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS moved"))
    connection.execute(text("GRANT USAGE ON SCHEMA moved TO PUBLIC"))
    for clock in ("clock_timestamp", "now", "statement_timestamp", "transaction_timestamp"):
        kind = "VOLATILE" if clock == "clock_timestamp" else "STABLE"
        body = f"SELECT pg_catalog.{clock}() + {ahead}"
        made = f"CREATE OR REPLACE FUNCTION moved.{clock}() RETURNS timestamptz LANGUAGE sql {kind}"
        connection.execute(text(f"{made} AS $$ {body} $$"))
    connection.execute(text(f"ALTER DATABASE {name} SET search_path = moved, pg_catalog, public"))


@contextmanager
def passing(owner: Engine) -> Iterator[Callable[[timedelta], None]]:
    """Let time pass in a database as often as is asked, and come back at the end; sessions must begin within this.

    Only the database's clock moves: the app's follows it (`tenants/clock.py`), the host's does not.
    """
    name, base = owner.url.database, sum((ahead.total_seconds() for _travel, ahead in _MOVED), 0.0)
    assert name is not None  # it is to one database
    with owner.begin() as connection:
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS moved"))
        connection.execute(text("CREATE TABLE moved.passed (by interval)"))
        connection.execute(text("INSERT INTO moved.passed VALUES ('0')"))
        connection.execute(text("GRANT SELECT ON moved.passed TO PUBLIC"))
        _move(connection, name, f"interval '{base} seconds' + (SELECT by FROM moved.passed)")

    def let_pass(by: timedelta) -> None:
        with owner.begin() as connection:
            connection.execute(text("UPDATE moved.passed SET by = by + :by"), {"by": by})

    try:
        yield let_pass
    finally:
        with owner.begin() as connection:
            connection.execute(text("DROP SCHEMA moved CASCADE"))
            connection.execute(text(f"ALTER DATABASE {name} RESET search_path"))
            move_database(connection, name)
