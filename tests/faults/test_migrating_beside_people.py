"""Tables change while the market is open: a migration waits for nobody for long, and nobody for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Thread

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text

from marketplace import database
from marketplace.database import migrate, write_revision
from marketplace.platform.moderation.models import ClosingAppeal
from tenants import migrating
from tenants.embedded import EmbeddedServer
from tenants.ownership import kind_of
from tests.conftest import clone_template
from tests.faults.waiting import until

pytestmark = pytest.mark.faults
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
NAME = f"beside_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"


@pytest.fixture
def owner_url(server: EmbeddedServer) -> Iterator[str]:
    clone_template(server, NAME)
    yield server.administrator_url(NAME)
    administrator = create_engine(server.administrator_url(), isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {NAME} WITH (FORCE)"))
    administrator.dispose()


def connected(owner_url: str) -> AbstractContextManager[Connection]:
    """Somebody else's connection."""
    return create_engine(owner_url, poolclass=NullPool).connect()


def revision_of(owner_url: str) -> str:
    with connected(owner_url) as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


@contextmanager
def reading(owner_url: str, table: str) -> Iterator[Connection]:
    """Somebody reads a table, and has not finished."""
    with connected(owner_url) as connection:
        connection.execute(text(f"SELECT count(*) FROM {table}"))
        yield connection


@pytest.fixture
def behind(owner_url: str) -> str:
    """A database that is two revisions behind; the way there changes `parcel` and `fee_line`."""
    command.downgrade(database._alembic(owner_url), "0020")
    return owner_url


def test_one_that_gets_no_lock_is_tried_again(behind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    newest, seen = ScriptDirectory.from_config(database._alembic(behind)).get_current_head(), []
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT", "50ms")
    with reading(behind, "fee_line") as reader:

        def pause() -> None:
            seen.append(revision_of(behind))
            with connected(behind) as another:  # in between, others come to the table
                another.execute(text("LOCK TABLE fee_line IN ROW EXCLUSIVE MODE NOWAIT"))
            if len(seen) == 3:
                reader.rollback()

        monkeypatch.setattr(migrating, "let_others_through", pause)
        migrate(behind)
    assert seen == ["0020"] * 3
    assert revision_of(behind) == newest


def test_after_many_tries_it_says_so_and_leaves_what_went_through(behind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "LOCK_TIMEOUT", "50ms")
    monkeypatch.setattr(migrating, "TRIES", 2)
    monkeypatch.setattr(migrating, "PAUSE_SECONDS", 0)
    with connected(behind) as writer:
        writer.execute(text("LOCK TABLE parcel IN ROW EXCLUSIVE MODE"))  # 0022 makes an index here
        with pytest.raises(migrating.TablesAreBusy):
            migrate(behind)
        assert revision_of(behind) == "0021"
        writer.rollback()
    migrate(behind)
    assert revision_of(behind) > "0021"


def test_another_mistake_is_not_tried_again(behind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "let_others_through", lambda: pytest.fail("it waited"))
    with connected(behind) as connection:
        connection.execute(text("DROP TABLE parcel CASCADE"))
        connection.commit()
    with pytest.raises(Exception, match="parcel"):
        migrate(behind)


def test_an_index_is_built_while_people_write(owner_url: str) -> None:
    with connected(owner_url) as before:  # left behind by a try that failed
        before.execute(text("CREATE INDEX ix_parcel_beside ON parcel (carrier)"))
        before.commit()

    def build() -> None:
        with connected(owner_url) as connection:
            context = MigrationContext.configure(connection, opts={"transaction_per_migration": True})
            with Operations.context(context), context.begin_transaction(_per_migration=True):
                migrating.index_beside_writers("ix_parcel_beside", "parcel", ["tracking"])

    builder = Thread(target=build)
    with connected(owner_url) as writer, connected(owner_url) as looker, connected(owner_url) as another:
        writer.execute(text("LOCK TABLE parcel IN ROW EXCLUSIVE MODE"))  # somebody is writing
        builder.start()
        until(lambda: bool(looker.scalar(text(WAITING))))
        another.execute(text("LOCK TABLE parcel IN ROW EXCLUSIVE MODE NOWAIT"))  # and the next one may
        another.rollback()
        looker.rollback()
        writer.rollback()
        builder.join()
        made = looker.scalar(text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_parcel_beside'"))
        assert str(made).endswith("(tracking)")
        assert looker.scalar(text("SELECT bool_and(indisvalid) FROM pg_index"))


def test_the_next_migration_is_written_with_its_walls(owner_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that no migration made yet: one is taken away from the database, and its migration written anew."""
    with connected(owner_url) as connection:
        connection.execute(text("DROP TABLE closing_appeal CASCADE"))
        connection.commit()
    path = write_revision(owner_url, "An appeal is kept")
    try:
        written = path.read_text("utf-8")
        assert path.name == f"{int(revision_of(owner_url)) + 1:04}_an_appeal_is_kept.py"
        assert f'down_revision = "{revision_of(owner_url)}"' in written
        assert "op.create_table('closing_appeal'" in written
        assert f'build_walls("closing_appeal", {kind_of(ClosingAppeal).__name__})' in written
        assert "from tenants.migrating import build_walls" in written
        compile(written, path.name, "exec")
    finally:
        path.unlink()
