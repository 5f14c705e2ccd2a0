"""Hosts whose clocks are an hour off: what is held, due and over is told by the database's clock alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.jobs import Job
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tenants import clock as database_clock
from tenants.db import check_role, db
from tenants.wall import plain_sql
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.faults
HOLD, CLOSE = timedelta(minutes=15), timedelta(minutes=2)
CLOCK = plain_sql("SELECT clock_timestamp()", why="test")
OFF = [timedelta(hours=1), timedelta(hours=-1)]


@pytest.fixture(params=OFF, ids=["an hour ahead", "an hour behind"])
def skewed(request: pytest.FixtureRequest, app: Flask, market: Cast) -> Iterator[timedelta]:
    """This host's clock is an hour off, and its processes have just been started."""
    before = list(database_clock._ahead)
    with time_machine.travel(datetime.now(UTC) + request.param):
        database_clock._ahead.clear()
        check_role(db.engine)  # as every process does when it starts
        yield request.param
    database_clock._ahead[:] = before


def of_database(market: Cast) -> datetime:
    with market.above() as work:
        now: datetime = work.session.execute(CLOCK).scalar_one()
    return now


def test_the_moment_is_the_databases(market: Cast, skewed: timedelta) -> None:
    assert abs(datetime.now(UTC) - of_database(market)) > timedelta(minutes=50)  # the host is off
    assert abs(clock.now() - of_database(market)) < CLOSE
    with market.as_carla() as work:
        assert abs(work.now - of_database(market)) < CLOSE


def test_goods_are_held_for_as_long_as_was_promised(
    market: Cast, app: Flask, clock_worker: Worker, skewed: timedelta
) -> None:
    yarn = make.goods(market, pieces=10)
    placed = make.place(market, [make.line(yarn)], hold=HOLD)
    with market.above() as work:
        until = work.session.scalars(select(Purchase.expires_at).where(Purchase.id == placed.purchase_id)).one()
    assert abs(until - of_database(market) - HOLD) < CLOSE
    clock_worker.drain()  # a minute's look for what is over
    assert make.stock(market, yarn) == (10, 1)


def test_a_payment_is_settled_at_once(market: Cast, worker: Worker, skewed: timedelta) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    make.pay(market, placed)
    with market.above() as work:
        due = work.session.scalars(select(Job.run_at).where(Job.name == "judge_told")).all()[0]
    assert abs(due - of_database(market)) < CLOSE
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(Order.state)).one() == "paid"
        done = work.session.scalars(select(Job).where(Job.name == "settle_purchase")).one()
    assert done.done_at is not None
    assert done.done_at >= done.run_at


def test_clock_jobs_run_once_though_one_host_is_off(market: Cast, app: Flask, skewed: timedelta) -> None:
    from marketplace.modules import CLOCK_JOBS

    hourly = tuple(job for job in CLOCK_JOBS if job.every >= timedelta(days=1))
    Worker(app, clock_jobs=hourly).drain()
    before = database_clock._ahead[0]
    with time_machine.travel(datetime.now(UTC) - skewed):  # a host that goes right
        Worker(app, clock_jobs=hourly).drain()
    assert abs(database_clock._ahead[0] - before) < 1
    with market.above() as work:
        names = work.session.scalars(select(Job.name).where(Job.key.is_not(None))).all()
    assert len(names) == len(set(names)) == len(hourly)


def test_by_the_hosts_own_clock_the_hold_would_be_an_hour_off(
    market: Cast, skewed: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC))
    placed = make.place(market, [make.line(make.goods(market))], hold=HOLD)
    with market.above() as work:
        until = work.session.scalars(select(Purchase.expires_at).where(Purchase.id == placed.purchase_id)).one()
    assert abs(until - of_database(market) - HOLD) > timedelta(minutes=50)


@pytest.mark.parametrize(("heard", "believed"), [(0.0, 0.0), (0.1, 0.1), (-0.1, 0.0), (-3600.0, -3600.0), (60.0, 60.0)])
def test_a_late_answer_does_not_turn_the_clock_back_and_a_jump_does(
    heard: float, believed: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_clock.time, "monotonic", lambda: 5.0)  # type: ignore[attr-defined]
    monkeypatch.setattr(database_clock, "_ahead", [])
    database_clock.hear(1_000_000.0)
    database_clock.hear(1_000_000.0 + heard)
    assert database_clock.now().timestamp() == pytest.approx(1_000_000.0 + believed)
