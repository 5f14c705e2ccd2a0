"""What every test stands on: a real PostgreSQL, one database a worker process, cloned from a migrated template."""

from __future__ import annotations

import contextvars
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as examples
from sqlalchemy import Engine, NullPool, create_engine, text

from marketplace import log
from marketplace.app import create_app, site_of
from marketplace.database import migrate
from marketplace.goods.catalog import refresh_taxonomy, taxonomy_reading
from marketplace.goods.catalog.taxonomy import Taxonomy, know, known
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from marketplace.modules import CLOCK_JOBS
from marketplace.money.payments import connect_providers
from marketplace.window.search.gateways import executor
from marketplace.window.search.queries import Surroundings
from marketplace.window.storefront.shelves import Shelves
from marketplace.worker import Worker
from tenants.db import ENGINE_OPTIONS, rest
from tenants.embedded import EmbeddedServer
from tenants.scope import PlatformScope
from tests import moment
from tests.cast import Cast, open_market
from tests.installation import executor_of
from tests.locking import watched

ROOT = Path(__file__).parent.parent
# Tables that tests share as they were filled, with the market's own rules and places.
KEPT = [
    "alembic_version",
    "installation",
    "postal_code",
    "fee_schedule",
    "fee_rule",
    "quiet_season",
    "legal_rate",
    "rules_version",
    "market_rule",
]
TAXONOMY = ["category_former_slug", "category", "attribute", "taxonomy_edition"]
# A test is about dates when its file speaks of them; `pytest -m dates` runs those on another day.
_SPEAKS_OF_DATES = re.compile(r"\b(clock|timedelta|datetime|date|mexican_day|OVER)\b")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--at`."""
    parser.addoption(
        "--at", metavar="MOMENT", help="run at a moment to come of Mexico City's time, as 2028-02-29T12:00"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Move the clock before anything looks at it."""
    if said := config.getoption("--at"):
        moment.move_to(said)
    # How fast examples are made says something of the machine, and nothing of what is tested.
    examples.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    examples.load_profile("any machine")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Move the clock back."""
    moment.come_back()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is about dates; leave the browser's tests for the end.

    Their market is served, and its worker works, within this process, by whose clock it wakes shops and lapses returns: nothing
    that moves the clock may come after it was opened.
    """
    items.sort(key=lambda item: "browser" in item.path.parts)
    speaks: dict[Path, bool] = {}
    for item in items:
        if "browser" in item.path.parts:
            continue
        if item.path not in speaks:
            speaks[item.path] = bool(_SPEAKS_OF_DATES.search(item.path.read_text("utf-8")))
        if speaks[item.path]:
            item.add_marker(pytest.mark.dates)


@pytest.fixture(scope="session", autouse=True)
def locks_watched() -> Iterator[None]:
    """Every test that locks rows locks them in the written order."""
    with watched():
        yield


@pytest.fixture(scope="session")
def server() -> EmbeddedServer:
    """One private server for all worker processes; it keeps nothing safe, and is fast."""
    return EmbeddedServer(ROOT / "var" / "test-postgresql", durable=False)


def clone_template(server: EmbeddedServer, name: str) -> None:
    """Make a database with all tables and reference data, and nothing else in it."""
    administrator = create_engine(server.administrator_url(), isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        # One process migrates the template; the others wait for the lock and clone it.
        connection.execute(text("SELECT pg_advisory_lock(2001)"))
        stamp = _stamp()
        made = connection.scalar(
            text("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'test_template'")
        )
        if made != stamp:
            connection.execute(text("DROP DATABASE IF EXISTS test_template WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE test_template ENCODING 'UTF8' TEMPLATE template0"))
            migrate(_owner(server, "test_template"))
            _let_the_law_stand(_owner(server, "test_template"))
            connection.execute(text(f"COMMENT ON DATABASE test_template IS '{stamp}'"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE test_template"))
        connection.execute(text("SELECT pg_advisory_unlock(2001)"))
    administrator.dispose()
    _open_here(_owner(server, name))
    owner = create_engine(_owner(server, name), poolclass=NullPool)
    with owner.begin() as connection:
        moment.move_database(connection, name)


@pytest.fixture(scope="session")
def database(server: EmbeddedServer) -> str:
    """A database of this worker process alone; gives its name."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    clone_template(server, name)
    return name


def _let_the_law_stand(owner_url: str) -> None:
    """In tests the law has no last day, so that they say the same in any year; those about its end say when it ends."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE legal_rate SET valid_until = NULL"))
    engine.dispose()


def _open_here(owner_url: str) -> None:
    """A clone knows that it is a copy: here it is the market."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE installation SET (cluster, database, written_by) = (SELECT * FROM database_here())")
        )
    engine.dispose()


def _stamp() -> str:
    """What the template was made from: it is made again when migrations or reference data change."""
    digest = hashlib.sha256()
    for pattern in (
        "migrations/versions/*.py",
        "tenants/rls.py",
        "marketplace/people/accounts/data/*",
        "marketplace/goods/catalog/data/*",
        "marketplace/money/fees/tariff.py",
        "marketplace/money/fees/seasons.py",
        "marketplace/money/taxes/rates.py",
    ):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _owner(server: EmbeddedServer, name: str) -> str:
    return server.administrator_url(name)


@pytest.fixture(scope="session")
def settings(server: EmbeddedServer, database: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the app under test."""
    return Settings().model_copy(
        update={
            "database_url": server.app_url(database),
            "owner_database_url": _owner(server, database),
            "var": tmp_path_factory.mktemp("var"),
        }
    )


class Visitor(FlaskClient):
    """A browser whose requests begin from nothing, as a server's do: the test's own app context would lend its `g`."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return contextvars.Context().run(FlaskClient.open, self, *args, **kwargs)


# On a busy machine a lock or a connection may be long in coming; that is no fault of what is tested.
_PATIENT = "-c lock_timeout=60s -c statement_timeout=120s -c timezone=UTC"


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The app, as it is served, with more patience; and it looks for a new commit of the index at every question."""
    with pytest.MonkeyPatch.context() as patch:
        options = {**ENGINE_OPTIONS, "pool_timeout": 60, "connect_args": {"options": _PATIENT}}
        patch.setattr("marketplace.app.ENGINE_OPTIONS", options)
        made = create_app(settings)
    executor._CHECK_SECONDS = -1
    taxonomy_reading.LOOK_SECONDS = inf  # a test may be slow; whoever changes the tree looks at once
    made.testing = True
    made.test_client_class = Visitor
    made.config["WTF_CSRF_ENABLED"] = False  # forms are tested without tokens; test_csrf.py turns it on
    yield made
    with made.app_context():
        rest()


@pytest.fixture
def another_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Make apps with some other settings over the same database."""
    made: list[Flask] = []

    def make(**other: Any) -> Flask:
        app = create_app(settings.model_copy(update=other))
        app.test_client_class = Visitor
        made.append(app)
        return app

    yield make
    log.set_up(production=False)
    for app in made:
        with app.app_context():
            rest()


@pytest.fixture(scope="session")
def administrator(settings: Settings) -> Engine:
    """The way to the database past all walls, on a connection of its own each time."""
    return create_engine(settings.owner_database_url, poolclass=NullPool)


@pytest.fixture(scope="session")
def tables(administrator: Engine) -> list[str]:
    """The tables that tests write into: every one but the reference ones."""
    with administrator.connect() as connection:
        found = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(:kept)"),
            {"kept": [*KEPT, *TAXONOMY]},
        )
        return list(found)


# As a replica does: in any order, and past the triggers that keep what may not be deleted.
_BRING_BACK = """
CREATE FUNCTION kept.bring_back() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica
AS $$ BEGIN {} END $$
"""


def _emptying(tables: list[str]) -> str:
    """The steps that empty some tables.

    TRUNCATE makes new files for each table: 400 ms for seventy. Deleting what a test left takes two.
    """
    return "".join(f'IF EXISTS (SELECT FROM "{name}") THEN DELETE FROM "{name}"; END IF; ' for name in tables)


@pytest.fixture(scope="session")
def empty_tables(tables: list[str]) -> str:
    """The statement that empties them."""
    return f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {_emptying(tables)} END $$"


@pytest.fixture(scope="session")
def opened(app: Flask, administrator: Engine, tables: list[str], empty_tables: str) -> Cast:
    """The cast, made once by the real verbs, and a function in the database that brings back the market of that moment."""
    with administrator.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA kept")
        connection.exec_driver_sql(empty_tables)
    with app.app_context():
        with unit_of_work(PlatformScope("tests"), read_only=True) as work:
            refresh_taxonomy(work)
        cast = open_market()
        rest()
    with administrator.begin() as connection:
        filled = [name for name in tables if connection.scalar(text(f'SELECT EXISTS (SELECT FROM "{name}")'))]
        for name in [*filled, *TAXONOMY]:
            connection.exec_driver_sql(f'CREATE TABLE kept."{name}" AS TABLE "{name}"')
        back = (f'INSERT INTO "{name}" OVERRIDING SYSTEM VALUE TABLE kept."{name}"; ' for name in filled)
        connection.exec_driver_sql(_BRING_BACK.format("".join([_emptying(tables), *back, _first_taxonomy()])))
    return cast


def _first_taxonomy() -> str:
    """The statement that brings the first tree back where a test changed it."""
    again = "".join(f'DELETE FROM "{name}"; INSERT INTO "{name}" TABLE kept."{name}";' for name in TAXONOMY)
    changed = "(SELECT edition FROM taxonomy_edition) <> (SELECT edition FROM kept.taxonomy_edition)"
    return f"IF {changed} THEN {again} END IF;"


@pytest.fixture(scope="session")
def keeper(settings: Settings) -> Iterator[Engine]:
    """The connection that brings the market back: one for all tests, which knows its statements by heart."""
    engine = create_engine(settings.owner_database_url, pool_size=1, max_overflow=0, pool_pre_ping=True)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def first_taxonomy(opened: Cast) -> Taxonomy:
    """The tree as a process knows it before any test changes it."""
    return known()


@pytest.fixture
def begin_again(
    app: Flask, settings: Settings, keeper: Engine, opened: Cast, first_taxonomy: Taxonomy
) -> Callable[[], Cast]:
    """Bring back the market of the first moment, as often as it is called; gives its cast."""

    def begin() -> Cast:
        with keeper.begin() as connection:
            connection.exec_driver_sql("SELECT kept.bring_back()")
        know(first_taxonomy)
        for kept in (Surroundings, Shelves):  # what is kept for a minute is of another market
            site_of(app).parts.pop(kept, None)
        executor_of(app)._view = None  # and so is an index that another test left
        shutil.rmtree(settings.search_dir, ignore_errors=True)
        for file in settings.var.glob("stripe-twin.db*"):  # and so is what was paid in another
            file.unlink()
        connect_providers(settings)
        shutil.rmtree(settings.private_dir / "tombstones", ignore_errors=True)  # nobody of this market was erased
        return opened

    return begin


@pytest.fixture
def market(app: Flask, begin_again: Callable[[], Cast]) -> Iterator[Cast]:
    """An app context and the cast in a fresh market: two shops with goods, buyers, staff."""
    cast = begin_again()
    with app.app_context():
        yield cast
        rest()


@pytest.fixture
def worker(app: Flask, market: Cast) -> Worker:
    """A worker to run what facts have set off: `worker.drain()`."""
    return Worker(app)


@pytest.fixture
def clock_worker(app: Flask, market: Cast) -> Worker:
    """A worker that also does what the clock starts."""
    return Worker(app, clock_jobs=CLOCK_JOBS)


@pytest.fixture
def browser_client(app: Flask, market: Cast) -> FlaskClient:
    """A visitor's browser, without JavaScript."""
    return app.test_client()


@pytest.fixture
def shopper(browser_client: FlaskClient) -> FlaskClient:
    """A visitor who said where they live."""
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    return browser_client


@pytest.fixture
def before(server: EmbeddedServer) -> Iterator[str]:
    """A database as it was at revision 0012; gives its owner's address."""
    name = f"before_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    administrator = create_engine(server.administrator_url(), isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    url = server.administrator_url(name)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "0012")
    yield url
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    administrator.dispose()
