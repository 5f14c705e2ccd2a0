"""A migration that fails half-way leaves the tables as they were; and what migrations do lets the release before go on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from marketplace.database import ROOT, migrate
from tenants import rls
from tenants.embedded import EmbeddedServer
from tests.conftest import clone_template

pytestmark = pytest.mark.faults
NAME = f"migrated_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
# The newest that processes of before may stand on while newer ones start.
RELEASED = "0017"
NEWER = [path for path in sorted((ROOT / "migrations" / "versions").glob("*.py")) if path.name[:4] > RELEASED]
# What a process of the release before would trip over, while both run: a change in two releases, first adding, then taking.
TAKES_AWAY = re.compile(
    r"op\.(drop_table|drop_column|rename_table|alter_column\(.*(new_column_name|nullable=False|type_=))"
    r"|DROP (TABLE|COLUMN)|RENAME (TO|COLUMN)|SET NOT NULL",
    re.IGNORECASE,
)


# Stricter in words alone: what the release before leaves out, the database puts in itself (`put_at_location`).
FILLED_BY_A_TRIGGER = {
    'op.alter_column("stock", "variant_id", nullable=False',
    'op.alter_column(table, "location_id", nullable=False',
}


@pytest.fixture
def owner_url(server: EmbeddedServer) -> Iterator[str]:
    clone_template(server, NAME)
    yield server.administrator_url(NAME)
    administrator = create_engine(server.administrator_url(), isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {NAME} WITH (FORCE)"))
    administrator.dispose()


def stands_at(owner_url: str) -> tuple[str, set[str]]:
    """The revision and the tables of a database."""
    engine = create_engine(owner_url)
    with engine.connect() as connection:
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        tables = set(connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
    engine.dispose()
    return str(revision), tables


def test_half_a_migration_is_none(owner_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    newest = stands_at(owner_url)
    command.downgrade(config, RELEASED)
    before = stands_at(owner_url)
    assert "installation" not in before[1]

    def fail(*_: object, **__: object) -> list[str]:
        return ["SELECT 1 / 0"]

    monkeypatch.setattr(rls, "protect", fail)  # after the table was made
    with pytest.raises(Exception, match="division by zero"):
        migrate(owner_url)
    assert stands_at(owner_url) == before
    monkeypatch.undo()
    migrate(owner_url)
    assert stands_at(owner_url) == newest


def taken_away(path: Path) -> list[str]:
    """What a migration takes away or makes stricter on its way up."""
    upward = path.read_text("utf-8").partition("def downgrade")[0]
    return [found[0] for found in TAKES_AWAY.finditer(upward) if found[0] not in FILLED_BY_A_TRIGGER]


@pytest.mark.parametrize("path", NEWER, ids=lambda path: path.stem)
def test_it_only_adds_so_that_the_release_before_goes_on_meanwhile(path: Path) -> None:
    assert taken_away(path) == []
    added = re.findall(r"op\.add_column\(.*?\)\)", path.read_text("utf-8").partition("def downgrade")[0], re.DOTALL)
    # A new column that must be filled, and has no default, would refuse every row that the release before writes.
    assert [one for one in added if "nullable=False" in one and "server_default" not in one] == []


def test_one_that_takes_away_would_be_noticed(tmp_path: Path) -> None:
    """The negative control."""
    wrong = tmp_path / "9999_wrong.py"
    wrong.write_text(
        'def upgrade():\n    op.drop_column("mail", "said")\n    op.execute("ALTER TABLE x RENAME TO y")\n'
    )
    assert len(taken_away(wrong)) == 2
