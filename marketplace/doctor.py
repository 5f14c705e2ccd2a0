"""Looks at an installation and says, of each part, whether it is well, and if not, how to mend it."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.database import ROOT
from marketplace.kernel import job_figures
from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.quarantine import is_released
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from marketplace.money.taxes import rates_ending
from marketplace.window.search import Index, read_through
from tenants.db import check_role, db
from tenants.errors import WrongRole
from tenants.scope import PlatformScope

_LEAST_FREE_BYTES = 1_000_000_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


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
        ("copy", _copy, "When this is the market now, run: tianguis db release"),
        ("workers", _workers, "Start one: tianguis worker"),
        ("jobs", _late, "Look whether workers run and what they log; /operacion/trabajos shows what waits."),
        ("jobs laid aside", _dead, "Look at /operacion/trabajos, mend the cause, and revive them."),
        ("search index", _index, "Run: tianguis search rebuild"),
        ("index follows", _follows, "Start a worker on this host: tianguis worker"),
        ("media folder", _media, "Let the process write to the folder of TIANGUIS_VAR."),
        ("private folder", _private, "Close them to others: chmod -R go= …"),
        ("disk", _disk, "Make room: when it is full, nothing can be sold."),
        ("law", _law, "Publish the rates that follow, from the Diario Oficial; see docs/operations.md."),
    )
    with app.app_context():
        for part, check, mend in checks:
            try:
                wrong = check(settings)
            except (SQLAlchemyError, OSError, WrongRole) as error:
                wrong = str(error).partition("\n")[0] or type(error).__name__
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


def _copy(settings: Settings) -> str | None:
    with unit_of_work(PlatformScope("doctor"), read_only=True) as work:
        released = is_released(work)
    return None if released else "This database is a copy: no payment settles and no letter leaves."


def _state() -> job_figures.JobsState:
    with unit_of_work(PlatformScope("doctor"), read_only=True) as work:
        return job_figures.state(work)


def _workers(settings: Settings) -> str | None:
    state = _state()
    if state.is_looked_after:
        return None
    return (
        "No worker ever looked for jobs."
        if state.looked_ago is None
        else f"No worker looked for jobs for {_minutes(state.looked_ago)}."
    )


def _late(settings: Settings) -> str | None:
    late = [f"{one.lane.name.lower()} ({_minutes(one.oldest)})" for one in _state().late if one.oldest]
    return f"The oldest job waits too long in: {', '.join(late)}." if late else None


def _minutes(span: timedelta) -> str:
    return f"{int(span.total_seconds() // 60)} minutes"


def _dead(settings: Settings) -> str | None:
    dead = sum(one.dead for one in _state().lanes)
    return f"{dead} jobs were laid aside." if dead else None


def _index(settings: Settings) -> str | None:
    index = Index(settings.search_dir)
    if not index.exists():
        return "There is no index of this version on this host; PostgreSQL answers, slower."
    try:
        read_through(index)
    except Exception as error:  # whatever a garbled index raises
        return f"The index cannot be read ({type(error).__name__}); PostgreSQL answers, slower."
    return None


def _follows(settings: Settings) -> str | None:
    index = Index(settings.search_dir)
    return "Nobody lets this host's index follow the database." if index.is_left_behind() else None


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


def _private(settings: Settings) -> str | None:
    """The files of people, and the database's own where it is in the same folder."""
    open_ = [
        str(folder)
        for folder in (settings.private_dir, settings.var / "postgresql")
        if folder.exists() and folder.stat().st_mode & _OTHERS
    ]
    return f"Other users of this machine can read {', '.join(open_)}." if open_ else None


def _disk(settings: Settings) -> str | None:
    free = shutil.disk_usage(settings.var).free
    return f"{free // 1_000_000} MB are left for {settings.var}." if free < _LEAST_FREE_BYTES else None
