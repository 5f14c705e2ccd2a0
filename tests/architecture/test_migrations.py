"""The tables that migrations make are the tables that the models say, to the last CHECK."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, text

from marketplace.kernel.settings import Settings
from tenants.embedded import EmbeddedServer
from tenants.ownership import Base

NAME = f"modelled_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
# What PostgreSQL holds of columns, constraints and indexes, in its own words.
COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity FROM information_schema.columns
WHERE table_schema = 'public' AND table_name <> 'alembic_version'
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype NOT IN ('n', 't') AND conrelid::regclass::text <> 'alembic_version'
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_LIST = re.compile(r"(?<=ARRAY\[).*?(?=\])")
UNUSABLE = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"


def said(connection: Connection, question: str) -> set[tuple[object, ...]]:
    """What the database answers; a list of what a column may hold says the same in any order."""
    return {tuple(_sorted(one) for one in row) for row in connection.execute(text(question))}


def _sorted(said: object) -> object:
    return _LIST.sub(lambda found: ", ".join(sorted(found[0].split(", "))), said) if isinstance(said, str) else said


@pytest.fixture
def modelled(server: EmbeddedServer) -> Iterator[Connection]:
    """A database made from the models alone."""
    administrator = create_engine(server.administrator_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {NAME} ENCODING 'UTF8' TEMPLATE template0"))
    engine = create_engine(server.administrator_url(NAME), poolclass=NullPool)
    with engine.connect() as connection:
        Base.metadata.create_all(connection)
        yield connection
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {NAME} WITH (FORCE)"))


@pytest.fixture
def migrated(settings: Settings) -> Iterator[Connection]:
    """The database that migrations made."""
    engine = create_engine(settings.owner_database_url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def test_nothing_would_be_written_into_the_next_migration(migrated: Connection) -> None:
    context = MigrationContext.configure(migrated, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("question", [COLUMNS, CONSTRAINTS, INDEXES], ids=["columns", "constraints", "indexes"])
def test_models_and_migrations_make_the_same(migrated: Connection, modelled: Connection, question: str) -> None:
    by_migrations, by_models = said(migrated, question), said(modelled, question)
    assert len(by_models) > 50
    assert by_migrations - by_models == set(), "migrations make what no model says"
    assert by_models - by_migrations == set(), "models say what no migration makes"


def test_a_check_that_only_a_migration_makes_would_be_noticed(migrated: Connection) -> None:
    """The negative control: alembic's own comparison does not see it."""
    before = said(migrated, CONSTRAINTS)
    migrated.execute(text("ALTER TABLE parcel ADD CONSTRAINT ck_parcel_x CHECK (note <> 'x')"))
    assert {row[1] for row in said(migrated, CONSTRAINTS) - before} == {"ck_parcel_x"}
    context = MigrationContext.configure(migrated, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []
    migrated.rollback()


def test_every_index_is_usable(migrated: Connection) -> None:
    """One built beside writers is left unusable when it fails."""
    assert said(migrated, UNUSABLE) == set()
