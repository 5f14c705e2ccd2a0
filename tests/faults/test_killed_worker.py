"""A worker killed with -9 in the middle loses nothing and does nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from marketplace.kernel import job_figures, jobs, queue
from marketplace.kernel.jobs import Job, Lane
from marketplace.kernel.settings import Settings
from marketplace.money.ledger.models import LedgerTransaction
from marketplace.serve import environment
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.faults.waiting import until

pytestmark = pytest.mark.faults

ORDERS = 25


def _waiting(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(Job).where(Job.state != "done")) or 0


def _done(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(Job).where(Job.state == "done")) or 0


def test_kill_9_loses_nothing_and_does_nothing_twice(market: Cast, settings: Settings) -> None:
    yarn = make.goods(market, pieces=100)
    for _n in range(ORDERS):
        make.pay(market, make.place(market, [make.line(yarn)]))
    before = _waiting(market)
    assert before >= ORDERS
    for _kill in range(3):
        victim = subprocess.Popen([sys.executable, "-m", "marketplace.cli", "worker"], env=environment(settings))
        seen = _done(market)
        until(lambda: _done(market) > seen)  # noqa: B023 - asked before the next round
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
    # Leases of the killed end by themselves within a minute; nobody waits for that here.
    with market.above() as work:
        work.session.execute(update(Job).where(Job.state == "running").values(lease_until=func.now()))
    from flask import current_app

    Worker(current_app._get_current_object()).drain()  # type: ignore[attr-defined]
    assert _waiting(market) == 0
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Order).where(Order.state == "paid")) == ORDERS
        sales = select(func.count()).select_from(LedgerTransaction).where(LedgerTransaction.kind == "sale")
        assert work.session.scalar(sales) == ORDERS
    assert make.stock(market, yarn) == (100 - ORDERS, 0)


def test_a_worker_that_was_thought_dead_cannot_finish(market: Cast, worker: Worker) -> None:
    make.pay(market, make.place(market, [make.line(make.goods(market))]))
    with market.above("worker") as work:
        claimed = queue.claim(work, "slow", (Lane.MONEY,))
        assert claimed is not None
    with market.above("worker") as work:
        work.session.execute(update(Job).where(Job.state == "running").values(lease_until=func.now()))
    worker.drain()
    with pytest.raises(queue.LeaseLost), market.above("worker") as work:
        queue.mark_done(work, claimed, "slow")


def test_a_job_that_keeps_failing_is_laid_aside_and_can_be_revived(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.pay(market, make.place(market, [make.line(make.goods(market))]))
    broken = replace(jobs.REACTIONS["settle_purchase"], outside=lambda *_: 1 / 0)  # type: ignore[arg-type,return-value]
    monkeypatch.setitem(jobs.REACTIONS, "settle_purchase", broken)
    for _attempt in range(jobs.MOST_ATTEMPTS):
        with market.above("worker") as work:
            work.session.execute(update(Job).where(Job.name == "settle_purchase").values(run_at=func.now()))
        worker.drain()
    with market.above() as work:
        dead = work.session.scalars(select(Job).where(Job.state == "dead")).one()
        assert "ZeroDivisionError" in (dead.last_error or "")
    monkeypatch.undo()
    with market.as_sergio() as work:
        assert queue.revive(work, dead.id)
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(Order.state)).one() == "paid"


def test_a_worker_that_is_asked_to_stop_ends_its_jobs_and_takes_its_row_along(market: Cast, settings: Settings) -> None:
    make.pay(market, make.place(market, [make.line(make.goods(market))]))
    process = subprocess.Popen([sys.executable, "-m", "marketplace.cli", "worker"], env=environment(settings))
    until(lambda: _done(market) > 0)
    with market.above() as work:
        until(lambda: bool(job_figures.workers(work)))
    process.send_signal(signal.SIGTERM)
    assert process.wait(240) == 0
    with market.above() as work:
        assert job_figures.workers(work) == []
        assert work.session.scalar(select(func.count()).select_from(Job).where(Job.state == "running")) == 0
