"""How a migration is written, and how migrations run while the market is open."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from alembic import op
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from psycopg.errors import LockNotAvailable
from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import OperationalError

from tenants import rls
from tenants.ownership import Base, kind_of

# Whoever asks for a lock on a table makes everybody wait who comes after: better to let them through, and ask again.
LOCK_TIMEOUT = "2s"
TRIES = 30
PAUSE_SECONDS = 2.0


class TablesAreBusy(Exception):
    """Somebody held a table for as long as migrations asked for it. What went through stays; the rest can be tried again."""


def let_others_through() -> None:
    """Wait a little, with no lock and no wish for one."""
    time.sleep(PAUSE_SECONDS)


def run_migrations(context: EnvironmentContext, url: str) -> None:
    """Run migrations, each in its own transaction; one that gets no lock lets others through and is tried again.

    Raises TablesAreBusy when it never got one, after about two minutes.
    """
    engine = create_engine(url, poolclass=NullPool, connect_args={"options": f"-c lock_timeout={LOCK_TIMEOUT}"})
    for attempt in range(TRIES):
        if attempt:
            let_others_through()
        try:
            with engine.connect() as connection:
                context.configure(
                    connection=connection,
                    target_metadata=Base.metadata,
                    compare_type=True,
                    compare_server_default=True,
                    transaction_per_migration=True,
                    process_revision_directives=add_walls,
                )
                with context.begin_transaction():
                    context.run_migrations()
            return
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
    raise TablesAreBusy(
        "A table was in use for as long as migrations asked for it. What went through stays; nothing is half done.\n"
        "docs/operations.md, “Upgrading a market that is open”, says how to find who holds it. Then try again."
    )


def index_beside_writers(name: str, table: str, columns: list[Any], **options: Any) -> None:
    """Make an index on a table that people write to meanwhile. It takes no part in the migration's transaction.

    What a try that failed left behind is taken away first; the index of that name that is there counts as left behind.
    """
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")  # it waits for transactions that are under way, and nobody waits for it
        op.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"')
        op.create_index(name, table, columns, postgresql_concurrently=True, **options)
        op.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")


def drop_index_beside_readers(name: str) -> None:
    """Take an index away from a table that people use meanwhile. It takes no part in the migration's transaction."""
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")
        op.execute(f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"')
        op.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")


def build_walls(table: str, kind: type[Base], *, append: bool = False) -> None:
    """Build the walls of a table that a migration made, as `rls.protect` says them."""
    for statement in rls.protect(table, kind, append=append):
        op.execute(statement)


class ProtectOp(ops.MigrateOperation):
    """The walls of a new table."""

    def __init__(self, table: str, kind: str, append: bool) -> None:
        """Keep what `rls.protect` is told."""
        self.table, self.kind, self.append = table, kind, append


@renderers.dispatch_for(ProtectOp)
def _render(context: AutogenContext, wall: ProtectOp) -> list[str]:
    context.imports |= {"from tenants.migrating import build_walls", f"from tenants.ownership import {wall.kind}"}
    append = ", append=True" if wall.append else ""
    return [f'build_walls("{wall.table}", {wall.kind}{append})']


def add_walls(_context: MigrationContext, _revision: object, directives: Iterable[ops.MigrationScript]) -> None:
    """Put the walls of each new table behind it in a migration that is being written."""
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    for script in directives:
        upgrade = script.upgrade_ops
        assert upgrade is not None
        for made in [one for one in upgrade.ops if isinstance(one, ops.CreateTableOp)]:
            model = models[made.table_name]
            wall = ProtectOp(made.table_name, kind_of(model).__name__, model.__append__)
            upgrade.ops.append(wall)
