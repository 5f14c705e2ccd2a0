"""The tables that migrations make are the tables that the models say."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from marketplace.kernel.settings import Settings
from tenants.ownership import Base


def test_models_and_migrations_say_the_same(settings: Settings) -> None:
    engine = create_engine(settings.owner_database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, Base.metadata)
    assert differences == []
    engine.dispose()
