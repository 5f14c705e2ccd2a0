"""A database that was restarted while nobody looked costs one quiet reconnect."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from tenants import db as engines
from tenants.scope import PublicScope
from tenants.wall import plain_sql
from tests.cast import Cast

pytestmark = pytest.mark.faults

ONE = plain_sql("SELECT 1", why="test")


def test_connections_that_died_at_rest_are_replaced(
    market: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work(PublicScope()) as work:
        assert work.session.execute(ONE).scalar() == 1
    owner = create_engine(settings.owner_database_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        killed = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE usename = 'tianguis_app' AND datname = current_database()"
        )
        assert (connection.scalar(text(killed)) or 0) >= 1
    owner.dispose()
    monkeypatch.setattr(engines, "_IDLE_SECONDS", 0)
    with unit_of_work(PublicScope()) as work:
        assert work.session.execute(ONE).scalar() == 1
