"""The moment the suite is run at: `pytest --at 2028-02-29T12:00` in Mexico City's time; the present one without it.

Python's clock is moved for this process and the database's for its sessions, and both go on from there: the app, whose
clock is the database's, and the queue, which asks it in SQL, live at that moment together. Processes that tests start
keep their host's clock, as those of another host would, and hear the database's. Files bear the host's time, so the moment is
one to come.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from sqlalchemy import Connection, text

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
    """Let a database tell the time as this process has it: its own functions are found behind those of a schema.

    `connection` is to that database, as its owner, and its sessions begin after this.
    """
    for _travel, ahead in _MOVED:
        connection.execute(text("CREATE SCHEMA moved"))
        connection.execute(text("GRANT USAGE ON SCHEMA moved TO PUBLIC"))
        for clock in ("clock_timestamp", "now", "statement_timestamp", "transaction_timestamp"):
            body = f"SELECT pg_catalog.{clock}() + interval '{ahead.total_seconds()} seconds'"
            connection.execute(
                text(f"CREATE FUNCTION moved.{clock}() RETURNS timestamptz LANGUAGE sql STABLE AS $$ {body} $$")
            )
        connection.execute(text("ALTER FUNCTION moved.clock_timestamp() VOLATILE"))
        connection.execute(text(f"ALTER DATABASE {name} SET search_path = moved, pg_catalog, public"))
