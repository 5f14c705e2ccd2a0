"""Runs migrations as the owner of the tables; the app's own role may not change them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic import context

from tenants.migrating import run_migrations

_ROOT = Path(__file__).parent.parent
for _models in sorted(_ROOT.glob("marketplace/**/models.py")):
    import_module(".".join(_models.relative_to(_ROOT).with_suffix("").parts))
import_module("marketplace.kernel.jobs")
import_module("marketplace.kernel.quarantine")
import_module("marketplace.kernel.work")
import_module("tenants.models")


run_migrations(context, context.config.get_main_option("sqlalchemy.url") or "")  # type: ignore[arg-type]
