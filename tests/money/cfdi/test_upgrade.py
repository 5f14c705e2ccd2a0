"""A market of before tax papers: its shops stay as they are, the release before goes on beside, and it may go back."""

from __future__ import annotations

from uuid import uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from marketplace.database import ROOT, migrate
from tests.money.earlier import enter

_WRITTEN = text(
    "INSERT INTO shop_tax (tenant_id, id, person, legal_name, paid_abroad, border_scheme) "
    "VALUES (:shop, :shop, 'natural', 'Alicia', false, false)"
)


def test_shops_said_no_regime_and_the_release_before_still_writes(before: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", before.replace("%", "%%"))
    command.upgrade(config, "0039")
    engine = create_engine(before)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(_WRITTEN, {"shop": uuid4()})
    migrate(before)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(_WRITTEN, {"shop": uuid4()})  # as the release before writes it, while both run
        found = connection.execute(text("SELECT regime, postal_code FROM shop_tax")).all()
        assert found == [(None, None), (None, None)]
        enter(connection, "tax_paper", tenant_id=uuid4(), id=uuid4(), month="2026-10-01", state="drafted", lack=None)
    command.downgrade(config, "0039")
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM shop_tax")) == 2
        assert connection.scalar(text("SELECT to_regclass('tax_paper')")) is None
    migrate(before)
    engine.dispose()
