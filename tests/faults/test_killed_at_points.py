"""A worker killed with -9 at each point of a job: its effect is there once, whichever worker ends it."""

from __future__ import annotations

import signal

import pytest
from sqlalchemy import func, select, update

from marketplace.kernel import jobs, queue
from marketplace.kernel.jobs import Job
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import AuditLine
from marketplace.money.ledger.models import LedgerTransaction
from marketplace.platform.upkeep.events import SweepDue
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.faults.dying import end_leases, work_until_dead
from tests.faults.waiting import until
from tests.faults.working import POINTS

pytestmark = pytest.mark.faults


def state_of(market: Cast, name: str) -> tuple[str, int]:
    with market.above() as work:
        state, attempts = work.session.execute(select(Job.state, Job.attempts).where(Job.name == name)).one()
        return state, attempts


def swept(market: Cast) -> int:
    with market.above() as work:
        lines = select(func.count()).select_from(AuditLine).where(AuditLine.verb == "upkeep.sweep")
        return work.session.scalar(lines) or 0


@pytest.mark.parametrize("point", POINTS)
def test_killed_at(point: str, market: Cast, worker: Worker, settings: Settings) -> None:
    with market.above() as work:
        work.tell(SweepDue("exports"))
    assert work_until_dead(settings, point, "sweep_uploads") == signal.SIGKILL
    committed = point == "after_commit"
    assert swept(market) == int(committed)
    assert state_of(market, "sweep_uploads") == {
        "adopting": ("waiting", 0),
        "after_commit": ("done", 1),
    }.get(point, ("running", 1))
    worker.drain()
    assert swept(market) == int(committed or point == "adopting")  # what the dead one holds is not touched
    end_leases(market)
    worker.drain()
    assert swept(market) == 1
    assert state_of(market, "sweep_uploads") == ("done", 1 if committed or point == "adopting" else 2)


def test_killed_just_before_the_commit_of_a_payment(market: Cast, worker: Worker, settings: Settings) -> None:
    yarn = make.goods(market, pieces=10)
    make.pay(market, make.place(market, [make.line(yarn)]))
    assert work_until_dead(settings, "before_commit", "settle_purchase") == signal.SIGKILL
    until(lambda: make.stock(market, yarn) == (10, 1))  # nothing of it was written
    end_leases(market)
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(Order.state)).all() == ["paid"]
        sales = select(func.count()).select_from(LedgerTransaction).where(LedgerTransaction.kind == "sale")
        assert work.session.scalar(sales) == 1
    assert make.stock(market, yarn) == (9, 0)


def test_a_job_that_kills_its_worker_is_laid_aside_and_the_others_are_done(
    market: Cast, worker: Worker, settings: Settings
) -> None:
    yarn = make.goods(market, pieces=10)
    with market.above() as work:
        work.tell(SweepDue("exports"))
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        if attempt in (1, jobs.MOST_ATTEMPTS):
            make.pay(market, make.place(market, [make.line(yarn)]))
        assert work_until_dead(settings, "abort", "sweep_uploads") == signal.SIGABRT
        assert state_of(market, "sweep_uploads") == ("running", attempt)
        end_leases(market)
        with market.above("worker") as work:
            freed = {one.name: one.state for one in queue.free_expired(work)}
        assert freed["sweep_uploads"] == ("dead" if attempt == jobs.MOST_ATTEMPTS else "waiting")
        with market.above() as work:  # it comes back ever more rarely; nobody waits for that here
            mine = (Job.state == "waiting") & (Job.name == "sweep_uploads")
            work.session.execute(update(Job).where(mine).values(run_at=func.now()))
    with market.above() as work:
        dead = work.session.scalars(select(Job).where(Job.state == "dead")).one()
        assert (dead.name, dead.last_error) == ("sweep_uploads", "its worker went away")
        work.session.execute(update(Job).where(Job.state == "waiting").values(run_at=func.now()))
    worker.drain()
    assert swept(market) == 0
    with market.above() as work:
        assert work.session.scalars(select(Order.state)).all() == ["paid", "paid"]
        sales = select(func.count()).select_from(LedgerTransaction).where(LedgerTransaction.kind == "sale")
        assert work.session.scalar(sales) == 2
    with market.as_sergio() as work:
        assert queue.revive(work, dead.id)
    worker.drain()
    assert swept(market) == 1
