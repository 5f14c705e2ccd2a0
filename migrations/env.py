"""Runs migrations as the owner of the tables; the app's own role may not change them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic import context
from sqlalchemy import create_engine

from tenants.ownership import Base

_ROOT = Path(__file__).parent.parent
for _models in sorted(_ROOT.glob("marketplace/**/models.py")):
    import_module(".".join(_models.relative_to(_ROOT).with_suffix("").parts))
import_module("marketplace.kernel.jobs")
import_module("marketplace.kernel.quarantine")
import_module("marketplace.kernel.work")
import_module("tenants.models")


def run() -> None:
    """Bring the database to the newest revision, in one transaction."""
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
    try:
        with engine.connect() as connection:
            context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
            with context.begin_transaction():
                context.run_migrations()
    finally:
        engine.dispose()


run()
