"""The engine behind every session. Flask-SQLAlchemy keeps the pools; sessions come from `wall.open_session` only."""

from __future__ import annotations

import time
from typing import Any

import psycopg
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, Pool, event, text
from sqlalchemy.exc import DisconnectionError

from tenants.errors import WrongRole
from tenants.ownership import Base, Reference, kind_of
from tenants.wall import APP_ROLE

db = SQLAlchemy(metadata=Base.metadata)

ENGINE_OPTIONS = {
    "pool_size": 8,
    "max_overflow": 8,
    "pool_timeout": 2,
    # Fail fast and say so, rather than queue behind a lock until every thread waits.
    "connect_args": {"options": "-c lock_timeout=3s -c statement_timeout=20s -c timezone=UTC"},
}


_IDLE_SECONDS = 5


@event.listens_for(Pool, "checkin")
def _note_idle(_connection: object, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _greet_after_a_rest(connection: Any, record: Any, _fairy: object) -> None:
    """Ask a connection that rested whether it still lives: a restarted server costs one quiet reconnect.

    A busy one is not asked; asking each time costs every page a journey to the database.
    """
    if time.monotonic() - record.info.get("idle_since", time.monotonic()) < _IDLE_SECONDS:
        return
    try:
        connection.autocommit = True
        connection.execute("SELECT 1")
        connection.autocommit = False
    except psycopg.OperationalError as gone:
        raise DisconnectionError from gone


def engine(*, read_only: bool = False) -> Engine:
    """Give the engine for a unit of work: the replica for reading where one is configured. Needs an app context."""
    if read_only and "replica" in db.engines:
        return db.engines["replica"]
    return db.engine


def check_role(runtime: Engine) -> None:
    """Refuse to serve with a database role that could walk through the walls.

    Raises WrongRole when the role is a superuser, bypasses row security or owns a table, or when a table that needs
    the walls lacks forced row-level security.
    """
    with runtime.connect() as connection:
        role = connection.execute(
            text("SELECT rolsuper OR rolbypassrls AS above, rolname FROM pg_roles WHERE rolname = current_user")
        ).one()
        if role.above:
            raise WrongRole(f"{role.rolname} passes every wall; connect as {APP_ROLE}")
        owned = connection.scalar(
            text("SELECT relname FROM pg_class WHERE pg_has_role(current_user, relowner, 'USAGE') AND relkind = 'r'")
        )
        if owned:
            raise WrongRole(f"{role.rolname} owns {owned}; the runtime role owns nothing")
        forced = set(
            connection.scalars(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"))
        )
    walled = {m.class_.__tablename__ for m in Base.registry.mappers if kind_of(m.class_) is not Reference}
    if walled - forced:
        raise WrongRole(f"no forced row-level security on {', '.join(sorted(walled - forced))}")


def count_statements(runtime: Engine) -> list[str]:
    """Collect, from now on, each statement an engine sends. For tests and the bench; scope set-up is left out."""
    seen: list[str] = []

    @event.listens_for(runtime, "before_cursor_execute")
    def _note(_c: object, _cur: object, statement: str, *_: object) -> None:
        if not statement.startswith("SELECT set_config("):
            seen.append(statement)

    return seen
