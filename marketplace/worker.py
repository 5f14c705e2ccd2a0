"""Takes jobs from the table and runs them; enters clock jobs; lets this host's search index follow the database."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable

import structlog
from flask import Flask

from marketplace.kernel import clock, jobs
from marketplace.kernel.events import unpack
from marketplace.kernel.work import Work, unit_of_work
from tenants.scope import PlatformScope

log = structlog.get_logger()
IDLE_SECONDS = 0.5


class Worker:
    """Runs jobs until told to stop. Any number of workers share one table."""

    def __init__(
        self,
        app: Flask,
        *,
        clock_jobs: tuple[jobs.ClockJob, ...] = (),
        host_tasks: tuple[Callable[[], object], ...] = (),
    ) -> None:
        self.app = app
        self.name = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
        self._clock_jobs = {job.name: job for job in clock_jobs}
        self._host_tasks = host_tasks
        self._slots: dict[str, int] = {}
        self._stop = threading.Event()

    def stop(self) -> None:
        """Finish the job at hand, then return from `run`."""
        self._stop.set()

    def run(self) -> None:
        """Work until stopped. A database that is away is waited for, not died of."""
        while not self._stop.is_set():
            try:
                with self.app.app_context():
                    busy = self.tick()
            except Exception:
                log.exception("worker.tick_failed")
                busy = False
            if not busy:
                self._stop.wait(IDLE_SECONDS)

    def tick(self) -> bool:
        """Do what is due now; say whether there was anything."""
        self._enter_clock_jobs()
        with unit_of_work(PlatformScope("worker")) as work:
            claimed = jobs.claim(work, self.name)
        for job in claimed:
            self._do(job)
        for task in self._host_tasks:
            task()
        return bool(claimed)

    def drain(self) -> None:
        """Run until nothing is due. For tests, the seed and the command line."""
        while self.tick():
            pass

    def _enter_clock_jobs(self) -> None:
        now = clock.now().timestamp()
        for job in self._clock_jobs.values():
            slot = int(now // job.every.total_seconds())
            if self._slots.get(job.name) != slot:
                with unit_of_work(PlatformScope("worker")) as work:
                    jobs.put_slot(work, job.name, slot)
                self._slots[job.name] = slot

    def _do(self, job: jobs.Claimed) -> None:
        try:
            self._perform(job)
        except jobs.LeaseLost:
            log.warning("job.lease_lost", job=job.name, id=str(job.id))
        except Exception as error:
            log.exception("job.failed", job=job.name, id=str(job.id), attempt=job.attempts)
            with unit_of_work(PlatformScope("worker")) as work:
                jobs.mark_failed(work, job, self.name, f"{type(error).__name__}: {error}")

    def _perform(self, job: jobs.Claimed) -> None:
        finish = self._effect(job)
        with unit_of_work(PlatformScope(f"job {job.name}")) as work:
            finish(work)
            jobs.mark_done(work, job, self.name)

    def _effect(self, job: jobs.Claimed) -> jobs.Finish:
        """Find what to do inside the closing transaction, after doing what must be done outside of any."""
        if job.name in self._clock_jobs:
            return self._clock_jobs[job.name].run
        reaction = jobs.REACTIONS[job.name]
        fact = unpack(reaction.fact, job.payload)
        if reaction.outside is not None:
            return reaction.outside(fact, f"job:{job.id}")
        inside = reaction.inside
        assert inside is not None  # a reaction has one of the two

        def finish(work: Work) -> None:
            inside(work, fact)

        return finish
