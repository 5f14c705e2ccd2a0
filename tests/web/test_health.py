"""`/salud/lista` says whether payments settle and letters leave; `/salud/viva` that the process lives, and asks nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, update
from sqlalchemy.exc import OperationalError

from marketplace.kernel import queue
from marketplace.kernel.jobs import Job, Lane, WorkerBeat
from marketplace.window.search import service as search
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.worker import Worker
from tenants.db import count_statements
from tests import make
from tests.cast import Cast
from tests.faults.waiting import running, until
from tests.installation import settings_of

WELL = {"ready": True, "database": True, "worker": True, "jobs": True, "search": True}


@pytest.fixture
def looked_after(app: Flask, market: Cast) -> None:
    """A worker looked for jobs just now, and the index is new."""
    with market.above("worker") as work:
        queue.beat(work, "here:1", looked_at=work.now, took_at=None)
    search.rebuild(Index(settings_of(app).search_dir))


def asked(client: FlaskClient) -> tuple[int, Any]:
    answer = client.get("/salud/lista")
    return answer.status_code, answer.json


def test_ready(browser_client: FlaskClient, looked_after: None) -> None:
    assert asked(browser_client) == (200, WELL)


def test_without_a_worker_nothing_settles(browser_client: FlaskClient, looked_after: None, market: Cast) -> None:
    with market.above() as work:
        work.session.execute(update(WorkerBeat).values(looked_at=func.now() - timedelta(seconds=90)))
    assert asked(browser_client) == (503, {**WELL, "ready": False, "worker": False})


@pytest.mark.parametrize(
    ("lane", "late"), [(Lane.MONEY, True), (Lane.MAIL, True), (Lane.SEARCH, False), (Lane.BULK, False)]
)
def test_payments_and_letters_may_not_be_late(
    browser_client: FlaskClient, looked_after: None, market: Cast, lane: Lane, late: bool
) -> None:
    make.pay(market, make.place(market, [make.line(make.goods(market))]))
    with market.above() as work:
        work.session.execute(update(Job).values(lane=lane, run_at=func.now() - timedelta(days=1)))
    assert asked(browser_client) == ((503, {**WELL, "ready": False, "jobs": False}) if late else (200, WELL))


def test_an_index_that_is_behind_is_said_and_pages_go_on(
    browser_client: FlaskClient, looked_after: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.window.search.gateways.whoosh_index._LEFT_BEHIND_SECONDS", -1)
    assert asked(browser_client) == (200, {**WELL, "search": False})


def test_without_a_database_it_says_only_that(
    browser_client: FlaskClient, looked_after: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection to host 10.1.2.3 failed"))

    monkeypatch.setattr("marketplace.web.health.unit_of_work", away)
    status, said = asked(browser_client)
    assert (status, said) == (503, {"ready": False, "database": False, "worker": False, "jobs": False, "search": True})


def test_being_alive_asks_no_database(browser_client: FlaskClient) -> None:
    seen = count_statements()
    assert browser_client.get("/salud/viva").json == {"alive": True}
    assert seen == []


def test_a_worker_is_heard_of_as_soon_as_it_looks(browser_client: FlaskClient, app: Flask, market: Cast) -> None:
    assert asked(browser_client)[1]["worker"] is False
    with running(Worker(app, beat_seconds=80)):  # the next beat would come too late
        until(lambda: asked(browser_client)[1]["worker"] is True)
