"""The engine behind every session. Flask-SQLAlchemy keeps the pools; sessions come from `wall.open_session` only."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any

import psycopg
from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, Pool, event, make_url, text
from sqlalchemy.exc import DisconnectionError

from tenants import clock
from tenants.errors import WrongRole
from tenants.ownership import Base, Reference, kind_of
from tenants.scope import PublicScope, Scope
from tenants.wall import APP_ROLE
from tenants.watch import Address, address_of, watch

db = SQLAlchemy(metadata=Base.metadata)

# Errors and logs name a statement without the values in it.
_POOL = {"pool_size": 8, "max_overflow": 8, "pool_timeout": 2, "hide_parameters": True}
# Fail fast and say so, rather than queue behind a lock until every thread waits.
_LIMITS = "-c lock_timeout=3s -c statement_timeout=20s -c timezone=UTC"
_CONNECT_SECONDS = 2
ENGINE_OPTIONS = {**_POOL, "connect_args": {"options": _LIMITS, "connect_timeout": _CONNECT_SECONDS}}
# What anybody may read needs no transaction: a connection at rest already looks from nowhere, and these never leave it.
_SHELF_OPTIONS = {
    **_POOL,
    "isolation_level": "AUTOCOMMIT",
    "connect_args": {
        "options": f"{_LIMITS} -c default_transaction_read_only=on",
        "connect_timeout": _CONNECT_SECONDS,
    },
}


def binds(database_url: str, replica_url: str) -> dict[str, dict[str, Any]]:
    """The engines besides the first: the one for public pages, and the replica where one is configured."""
    shelf = {"shelf": {"url": replica_url or database_url, **_SHELF_OPTIONS}}
    return {**shelf, "replica": {"url": replica_url, **ENGINE_OPTIONS}} if replica_url else shelf


def of_this_app(name: str) -> Any:
    """Give what the app was made with, in whose context this runs, as its engine."""
    return current_app.extensions[name]


_IDLE_SECONDS = 5


@event.listens_for(Engine, "do_connect")
def _connect(dialect: Any, record: Any, args: Any, options: Any) -> Any:
    """Make a connection, but not to a server that stands still."""
    address = address_of(make_url("postgresql://").set(host=options.get("host"), port=options.get("port")))
    watch.refuse(address)
    with watch.connecting(address):
        connection = dialect.connect(*args, **options)
    if record is not None:
        record.info["address"] = address
    return connection


@event.listens_for(Pool, "checkin")
def _note_idle(_connection: object, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()
    watch.give_back(record)


@event.listens_for(Pool, "checkout")
def _greet_after_a_rest(connection: Any, record: Any, _fairy: object) -> None:
    """Ask a connection that rested whether it still lives: a restarted server costs one quiet reconnect.

    A busy one is not asked; asking each time costs every page a journey to the database.
    """
    watch.lend(record, record.info.get("address"), connection)
    if time.monotonic() - record.info.get("idle_since", time.monotonic()) < _IDLE_SECONDS:
        return
    before = connection.autocommit
    try:
        connection.autocommit = True
        connection.execute("SELECT 1")
        connection.autocommit = before
    except psycopg.OperationalError as gone:
        raise DisconnectionError from gone


@lru_cache(maxsize=16)
def _server_of(asked: Engine) -> Address | None:
    """Where an engine's server is. Kept by the engine: to look an address up by its URL writes that URL out each time."""
    return address_of(asked.url)


def engine(scope: Scope, *, read_only: bool = False) -> Engine:
    """Give the engine for a unit of work. Needs an app context.

    Reading from a replica where one is configured; reading what is public, on connections that can do nothing else.
    Raises DatabaseAway while its server stands still.
    """
    found = db.engine
    if read_only and isinstance(scope, PublicScope):
        found = db.engines["shelf"]
    elif read_only and "replica" in db.engines:
        found = db.engines["replica"]
    watch.refuse(_server_of(found))
    return found


def rest() -> None:
    """Close every connection that waits in a pool. Needs an app context."""
    for one in db.engines.values():
        one.dispose()


def check_role(runtime: Engine) -> None:
    """Refuse to serve with a database role that could walk through the walls; set the clock by the database's.

    Raises WrongRole when the role is a superuser, bypasses row security or owns a table, or when a table that needs
    the walls lacks forced row-level security.
    """
    with runtime.connect() as connection:
        clock.hear(connection.execute(text(clock.TELL)).scalar_one())
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


def count_statements() -> list[str]:
    """Collect, from now on, each statement that is sent. For tests and the bench; beginnings are left out."""
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_: object) -> None:
        seen.append(statement)

    for one in db.engines.values():
        event.listen(one, "before_cursor_execute", note)
    return seen
