"""Long jobs: one that outlasts its lease runs once beside two workers, and no payment waits behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from marketplace.kernel import jobs, queue
from marketplace.kernel.jobs import Finish, Job, Lane
from marketplace.kernel.work import AuditLine, Work
from marketplace.platform.upkeep.events import SweepDue
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.faults.waiting import running, until

pytestmark = pytest.mark.faults
LEASE = timedelta(seconds=8)


@dataclass
class Gate:
    """Long work, which lasts until the test lets it end; it writes one line into the record."""

    begun: list[str] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)

    def pass_through(self, fact: Any, key: str) -> Finish:
        self.begun.append(key)
        assert self.open.wait(120)

        def finish(work: Work) -> None:
            work.audit("test.passed", key)

        return finish


@pytest.fixture
def gate(market: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Sweeping is long work in this test."""
    made = Gate()
    long = replace(jobs.REACTIONS["sweep_uploads"], outside=made.pass_through)
    monkeypatch.setitem(jobs.REACTIONS, "sweep_uploads", long)
    yield made
    made.open.set()


def long_job(market: Cast, times: int = 1) -> None:
    with market.above() as work:
        for _n in range(times):
            work.tell(SweepDue("exports"))


def the_job(market: Cast) -> Job:
    with market.above() as work:
        return work.session.scalars(select(Job).where(Job.name == "sweep_uploads")).one()


def lease_until(market: Cast) -> datetime:
    held = the_job(market).lease_until
    assert held is not None
    return held


def lines(market: Cast) -> int:
    with market.above() as work:
        passed = select(func.count()).select_from(AuditLine).where(AuditLine.verb == "test.passed")
        return work.session.scalar(passed) or 0


def test_a_job_longer_than_its_lease_runs_once_beside_two_workers(app: Flask, market: Cast, gate: Gate) -> None:
    long_job(market)
    workers = [Worker(app, lease=LEASE, beat_seconds=0.2) for _n in range(2)]
    with running(*workers):
        until(lambda: bool(gate.begun))
        first = lease_until(market)
        until(lambda: lease_until(market) > first + LEASE)  # it went on for longer than the lease it began with
        assert len(gate.begun) == 1
        gate.open.set()
        until(lambda: the_job(market).state == "done")
    assert the_job(market).attempts == 1
    assert lines(market) == 1


def test_without_the_beat_it_would_begin_twice_and_still_be_written_once(
    app: Flask, market: Cast, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the fence holds where the lease did not."""
    monkeypatch.setattr(queue, "renew", lambda *_args, **_more: None)
    long_job(market)
    with running(*(Worker(app, lease=timedelta(seconds=1), beat_seconds=0.2) for _n in range(2))):
        until(lambda: len(gate.begun) > 1)
        gate.open.set()
        until(lambda: the_job(market).state == "done")
    assert lines(market) == 1


def test_a_payment_is_settled_while_a_thousand_bulk_jobs_wait_and_one_runs(
    app: Flask, market: Cast, gate: Gate
) -> None:
    long_job(market, 1_000)
    placed = make.place(market, [make.line(make.goods(market))])

    def settled() -> bool:
        with market.above() as work:
            return work.session.scalar(select(Order.state).where(Order.purchase_id == placed.purchase_id)) == "paid"

    def in_bulk(state: str) -> int:
        with market.above() as work:
            counted = select(func.count()).select_from(Job).where(Job.lane == Lane.BULK, Job.state == state)
            return work.session.scalar(counted) or 0

    with running(Worker(app)):
        until(lambda: bool(gate.begun))
        make.pay(market, placed)
        until(settled)
        assert (in_bulk("running"), in_bulk("waiting"), in_bulk("done")) == (
            1,
            1_000,
            0,
        )  # one of them looks at the goods that were submitted
        with market.above() as work:  # the others need not be done for this test
            work.session.execute(update(Job).where(Job.lane == Lane.BULK, Job.state == "waiting").values(state="done"))
        gate.open.set()


def test_the_beat_lets_go_of_a_job_after_thirty_minutes(app: Flask, market: Cast, gate: Gate) -> None:
    long_job(market)
    with market.above("worker") as work:
        claimed = queue.claim(work, "one", (Lane.BULK,))
        assert claimed is not None
    with market.above() as work:
        row = work.session.get_one(Job, claimed.id)
        row.started_at = work.now - timedelta(minutes=31)
    with market.above("worker") as work:
        queue.renew(work, "one", [claimed.id])
    with market.above("worker") as work:
        (freed,) = queue.free_expired(work)
    assert (freed.id, freed.state, freed.lease_by) == (claimed.id, "waiting", "one")
