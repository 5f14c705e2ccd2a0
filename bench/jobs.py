"""How long a payment waits for its job while a thousand long ones wait too; and a job of ten minutes beside two workers.

`python -m bench.jobs` prints milliseconds from the payment's commit to the end of its job; `python -m bench.jobs long`
takes eleven minutes and prints how often the job began. Neither is a test: they are for reading.
"""

from __future__ import annotations

import multiprocessing
import random
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from bench import machine, run
from marketplace.app import create_app
from marketplace.database import migrate
from marketplace.kernel import jobs
from marketplace.kernel.jobs import Finish, Job
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import Work, unit_of_work
from marketplace.modules import CLOCK_JOBS
from marketplace.platform.upkeep.events import SweepDue
from marketplace.worker import Worker
from tenants.db import rest
from tenants.embedded import EmbeddedServer
from tenants.scope import PlatformScope
from tests import make
from tests.cast import open_market

BULK, PAYMENTS, MINUTES = 1_000, 100, 10
_WORKERS = 2


def sleep_and_say(fact: Any, key: str) -> Finish:
    """Stand in for long work: sleep for as many seconds as the fact's folder says."""
    if float(fact.folder) > 1:
        print(f"{time.strftime('%X')} {key} began", flush=True)
    time.sleep(float(fact.folder))

    def finish(work: Work) -> None:
        if float(fact.folder) > 1:
            print(f"{time.strftime('%X')} {key} ends", flush=True)

    return finish


def work(settings: Settings) -> None:
    """Be a worker for which sweeping is sleeping."""
    app = create_app(settings)
    jobs.REACTIONS["sweep_uploads"] = replace(jobs.REACTIONS["sweep_uploads"], outside=sleep_and_say)
    worker = Worker(app, clock_jobs=tuple(job for job in CLOCK_JOBS if job.name != "ask_for_sweeps"))

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    worker.run()


@contextmanager
def market(name: str) -> Iterator[tuple[Flask, Settings]]:
    """A new market on a durable server of its own, in an app context."""
    server = EmbeddedServer(run.VAR.with_name(f"bench-jobs-{name}") / "postgresql")
    migrate(server.owner_url)
    settings = Settings().model_copy(
        update={
            "database_url": server.app_url(),
            "owner_database_url": server.owner_url,
            "var": run.VAR.parent / "bench",
        }
    )
    app = create_app(settings)
    try:
        with app.app_context():
            yield app, settings
            rest()
    finally:
        server.stop()


@contextmanager
def two_workers(settings: Settings) -> Iterator[None]:
    """Two worker processes."""
    made = [multiprocessing.get_context("spawn").Process(target=work, args=(settings,)) for _n in range(_WORKERS)]
    for one in made:
        one.start()
    try:
        yield
    finally:
        for one in made:
            one.kill()
            one.join()


def count(state: str, name: str) -> int:
    """How many jobs of a name are in a state."""
    with unit_of_work(PlatformScope("bench"), read_only=True) as work:
        counted = select(func.count()).select_from(Job).where(Job.state == state, Job.name == name)
        return work.session.scalar(counted) or 0


def wait_until(so: Callable[[], bool]) -> None:
    """Look twice a second until something is so."""
    while not so():
        time.sleep(0.5)


def pay_behind_bulk() -> None:
    """Print how long payments take with 1,000 jobs of a second before them, one of which runs for minutes."""
    with market("money") as (_app, settings):
        cast = open_market()
        yarn = make.goods(cast, pieces=PAYMENTS)
        with unit_of_work(PlatformScope("bench")) as work:
            for seconds in ("300", *["1"] * BULK):
                work.tell(SweepDue(seconds))
        with two_workers(settings):
            wait_until(lambda: count("running", "sweep_uploads") == _WORKERS)  # both seats for long work are taken
            chance = random.Random(7)
            for _n in range(PAYMENTS):
                make.pay(cast, make.place(cast, [make.line(yarn)]))
                time.sleep(chance.uniform(0.05, 0.4))
            wait_until(lambda: count("done", "settle_purchase") == PAYMENTS)
            waiting, running = count("waiting", "sweep_uploads"), count("running", "sweep_uploads")
        with unit_of_work(PlatformScope("bench"), read_only=True) as work:
            took = func.extract("epoch", Job.done_at - Job.run_at) * 1000
            ms = sorted(float(one) for one in work.session.scalars(select(took).where(Job.name == "settle_purchase")))
    print(f"{machine.describe()}; two workers, {BULK} bulk jobs; {waiting} still wait and {running} run at the end")
    print(
        f"{PAYMENTS} payments settled: median {statistics.median(ms):.0f} ms, 95 % {ms[int(PAYMENTS * 0.95)]:.0f}, most {ms[-1]:.0f}"
    )


def run_long() -> None:
    """Print each start of one job of ten minutes, beside two workers."""
    with market("long") as (_app, settings):
        with unit_of_work(PlatformScope("bench")) as work:
            work.tell(SweepDue(str(MINUTES * 60)))
        with two_workers(settings):
            wait_until(lambda: count("done", "sweep_uploads") == 1)
        with unit_of_work(PlatformScope("bench"), read_only=True) as work:
            job = work.session.scalars(select(Job).where(Job.name == "sweep_uploads")).one()
            print(
                f"starts: {job.attempts}; took {job.done_at - job.started_at if job.done_at and job.started_at else '?'}"
            )


if __name__ == "__main__":
    run_long() if "long" in sys.argv else pay_behind_bulk()
