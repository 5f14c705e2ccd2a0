"""Bringing a database up: the private server, migrations, and the reference tables every market needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from psycopg import Connection as DriverConnection
from sqlalchemy import Connection, create_engine, text

from marketplace.kernel.settings import Settings
from marketplace.money.fees import INSERT_RULE, INSERT_SCHEDULE, RULES, SCHEDULES, SEASONS
from marketplace.money.taxes import RATES
from marketplace.people.accounts import read_postal_codes
from tenants.embedded import EmbeddedServer

ROOT = Path(__file__).parent.parent


def start_private_server(settings: Settings) -> tuple[EmbeddedServer | None, Settings]:
    """Start the private PostgreSQL when no database is configured; give it and the settings that point to one."""
    if settings.database_url:
        return None, settings
    server = EmbeddedServer(settings.var.resolve() / "postgresql")
    return server, settings.model_copy(
        update={"database_url": server.app_url(), "owner_database_url": server.owner_url}
    )


def _alembic(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    return config


def write_revision(owner_url: str, message: str) -> Path:
    """Write the next migration: what the models say and the tables, brought to the newest revision, do not."""
    config = _alembic(owner_url)
    command.upgrade(config, "head")
    number = int(ScriptDirectory.from_config(config).get_current_head() or 0) + 1
    made = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
    assert isinstance(made, Script)
    return Path(made.path)


def migrate(owner_url: str) -> None:
    """Bring the tables to the newest revision and the reference tables to what this release ships.

    Raises TablesAreBusy when people's work held a table all along.
    """
    command.upgrade(_alembic(owner_url), "head")
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        _load_postal_codes(connection)
        _load_seasons(connection)
        _load_tariff(connection)
        _load_legal_rates(connection)
    engine.dispose()


def is_empty(owner_url: str) -> bool:
    """Say whether no shop was ever opened here."""
    engine = create_engine(owner_url)
    with engine.connect() as connection:
        empty = connection.scalar(text("SELECT 1 FROM tenant LIMIT 1")) is None
    engine.dispose()
    return empty


def _load_postal_codes(connection: Connection) -> None:
    """Replace the postal codes when this release ships other ones (told by their count)."""
    rows = list(read_postal_codes())
    if connection.scalar(text("SELECT count(*) FROM postal_code")) == len(rows):
        return
    connection.execute(text("DELETE FROM postal_code"))  # those who read meanwhile read the ones of before
    driver: DriverConnection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    with driver.cursor().copy(
        "COPY postal_code (code, state_code, state, municipality, city, border, settlements) FROM STDIN"
    ) as copy:
        for row in rows:
            copy.write_row(row)


def _load_seasons(connection: Connection) -> None:
    """Enter seasons in which no tariff begins that are not there yet; days that staff narrowed stay so."""
    connection.execute(
        text(
            "INSERT INTO quiet_season (id, name, name_en, first, last) VALUES (:id, :name, :name_en, :first, :last) "
            "ON CONFLICT (id) DO NOTHING"
        ),
        list(SEASONS),
    )


def _load_tariff(connection: Connection) -> None:
    """Enter the tariff with which a market begins, unless it is there. A published tariff is never changed."""
    known = set(connection.scalars(text("SELECT version FROM fee_schedule")))
    for schedule in SCHEDULES:
        if schedule["version"] in known:
            continue
        connection.execute(INSERT_SCHEDULE, schedule)
        connection.execute(INSERT_RULE, [rule for rule in RULES if rule["version"] == schedule["version"]])


def _load_legal_rates(connection: Connection) -> None:
    """Enter legal rates that are not there yet. A published rate is never changed."""
    connection.execute(
        text(
            "INSERT INTO legal_rate (id, levy, goods, place, standing, rate_bp, valid_from, valid_until, article, published, "
            "text, text_en) VALUES (:id, :levy, :goods, :place, :standing, :rate_bp, :valid_from, :valid_until, :article, "
            ":published, :text, :text_en) ON CONFLICT (id) DO NOTHING"
        ),
        list(RATES),
    )
