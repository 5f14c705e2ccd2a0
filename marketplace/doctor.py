"""Looks at an installation and says, of each part, whether it is well, and if not, how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.database import ROOT
from marketplace.desk.queries import staff_waiting
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from marketplace.search.gateways.whoosh_index import Index
from marketplace.taxes.queries import rates_ending
from marketplace.web.formatting import MEXICO
from tenants.db import check_role, db
from tenants.errors import WrongRole
from tenants.scope import PlatformScope


@dataclass(frozen=True)
class Finding:
    """A part, whether it is well, and what to say of it."""

    part: str
    well: bool
    said: str


def examine(app: Flask, settings: Settings) -> Iterator[Finding]:
    """Look at each part in turn; what cannot be looked at is not well."""
    checks: tuple[tuple[str, Callable[[Settings], str | None], str], ...] = (
        ("database", _database, "Start PostgreSQL, or correct DATABASE_URL."),
        ("migrations", _migrations, "Run: tianguis db upgrade"),
        ("walls", _walls, "Connect as a role that owns nothing; see docs/operations.md."),
        ("search index", _index, "Run: tianguis search rebuild"),
        ("media folder", _media, "Let the process write to the folder of TIANGUIS_VAR."),
        ("law", _law, "Publish the rates that follow, from the Diario Oficial; see docs/operations.md."),
        ("jobs", _jobs, "Look at /operacion/trabajos, mend the cause, and revive them."),
    )
    with app.app_context():
        for part, check, mend in checks:
            try:
                wrong = check(settings)
            except (SQLAlchemyError, OSError, WrongRole) as error:
                wrong = str(error).splitlines()[0]
            yield Finding(part, wrong is None, "well" if wrong is None else f"{wrong} {mend}")


def _database(settings: Settings) -> str | None:
    with db.engine.connect() as connection:
        version = int(connection.scalar(text("SHOW server_version_num")) or 0)
    return None if version >= 150_000 else f"PostgreSQL 15 or newer is needed; this is {version // 10_000}."


def _migrations(settings: Settings) -> str | None:
    newest = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    engine = create_engine(settings.owner_database_url or settings.database_url)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return None if current == newest else f"The tables are at {current}, this release needs {newest}."


def _walls(settings: Settings) -> str | None:
    check_role(db.engine)
    return None


def _index(settings: Settings) -> str | None:
    return (
        None if Index(settings.search_dir).exists() else "There is no index on this host; PostgreSQL answers, slower."
    )


def _media(settings: Settings) -> str | None:
    probe = settings.media_dir / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()
    return None


def _law(settings: Settings) -> str | None:
    with unit_of_work(PlatformScope("doctor"), read_only=True) as work:
        ending = rates_ending(work)
    if not ending:
        return None
    named = ", ".join(one.rate.id for one in ending)
    return f"No legal rate follows {named}: from {ending[0].at.astimezone(MEXICO):%Y-%m-%d} on nothing can be sold."


def _jobs(settings: Settings) -> str | None:
    with unit_of_work(PlatformScope("doctor"), read_only=True) as work:
        dead = staff_waiting(work).dead_jobs
    return f"{dead} jobs were laid aside." if dead else None
