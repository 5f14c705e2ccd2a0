"""The network between web and database carries nothing any more, and says nothing: pages say so soon, and recover alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import make_url

from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from tenants import watch
from tenants.scope import PlatformScope
from tenants.wall import plain_sql
from tests import make
from tests.cast import Cast
from tests.faults.line import Line, far
from tests.faults.waiting import until
from tests.web.asking import add, form_of, purchases

pytestmark = pytest.mark.faults
# The limit of a statement is 20 s. On a quiet machine a page says it after 2.
SOON_SECONDS = 10
SLOW = plain_sql("SELECT pg_sleep(2)::text", why="test")


@pytest.fixture
def line(settings: Settings) -> Iterator[Line]:
    line = Line(make_url(settings.database_url))
    yield line
    line.close()


@pytest.fixture
def far_app(line: Line, settings: Settings, another_app: Callable[..., Flask], market: Cast) -> Flask:
    app = another_app(database_url=far(settings, line))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_pages_say_so_soon_liveness_stays_and_all_goes_on_afterwards(far_app: Flask, line: Line, market: Cast) -> None:
    goods, client = make.goods(market), far_app.test_client()
    client.post("/envio-a", data={"postal_code": "06700"})
    add(client, goods)
    form = form_of(client)
    line.still = True
    began = time.monotonic()
    answer = client.post("/pagar", data=form)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert client.get("/").status_code == 503
    assert client.get("/salud/viva").status_code == 200
    assert client.get("/salud/lista").json["database"] is False
    assert time.monotonic() - began < SOON_SECONDS
    line.still = False
    until(lambda: client.get("/").status_code == 200)
    assert purchases(market) == 0
    assert client.post("/pagar", data=form).status_code == 303
    assert purchases(market) == 1


def test_without_the_watch_a_page_would_hang(
    far_app: Flask, line: Line, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(watch, "answers", lambda *_: True)
    client = far_app.test_client()
    client.get("/")
    line.still = True
    page = threading.Thread(target=client.get, args=("/",))
    page.start()
    page.join(SOON_SECONDS)
    assert page.is_alive()
    line.still = False
    page.join()


def test_a_slow_statement_is_no_reason_to_cut_it(far_app: Flask, market: Cast) -> None:
    asked: list[watch.Address] = []
    answers = watch.answers

    def ask(address: watch.Address) -> bool:
        asked.append(address)
        return answers(address)

    with pytest.MonkeyPatch.context() as patch, far_app.app_context():
        patch.setattr(watch, "answers", ask)
        with unit_of_work(PlatformScope("test")) as work:
            assert work.session.execute(SLOW).scalar_one() == ""
    assert asked  # it was slow enough to be looked at
