"""Takes jobs from the table and runs them; enters clock jobs; lets this host's search index follow the database.

A worker is a process with several threads. Each *seat* takes one job at a time from its lanes, so that a payment never waits
behind a copy of data. One thread *beats*: it holds on to the jobs of the seats and gives back those of workers that went
away. The clock and the host's own tasks have threads of their own, so that no job stalls them.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from flask import Flask
from sqlalchemy.exc import OperationalError

from marketplace.kernel import clock, jobs, queue
from marketplace.kernel.events import unpack
from marketplace.kernel.jobs import Lane
from marketplace.kernel.work import Work, unit_of_work
from tenants.scope import PlatformScope

log = structlog.get_logger()
IDLE_SECONDS = 0.5
BEAT_SECONDS = 12  # three beats may be missed before the lease is over
SEATS: tuple[tuple[Lane, ...], ...] = (
    (Lane.MONEY,),
    (Lane.MONEY, Lane.MAIL),
    (Lane.MONEY, Lane.MAIL),
    (Lane.MONEY, Lane.MAIL, Lane.SEARCH),
    tuple(Lane),
)


class Worker:
    """Runs jobs until told to stop. Any number of workers share one table."""

    def __init__(
        self,
        app: Flask,
        *,
        clock_jobs: tuple[jobs.ClockJob, ...] = (),
        host_tasks: tuple[Callable[[], object], ...] = (),
        lease: timedelta = jobs.LEASE,
        beat_seconds: float = BEAT_SECONDS,
    ) -> None:
        self.app = app
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._clock_jobs, self._host_tasks = clock_jobs, host_tasks
        self._lease, self._beat_seconds = lease, beat_seconds
        self._slots: dict[str, int] = {}
        self._held: dict[UUID, jobs.Lane] = {}
        self._looked_at: datetime | None = None
        self._took_at: datetime | None = None
        self._stop = threading.Event()
        self._looked = threading.Event()  # some seat asked for a job
        self._empty = threading.Event()  # no seat is at a job any more

    def stop(self) -> None:
        """Finish the jobs at hand, then return from `run`."""
        self._stop.set()

    def run(self) -> None:
        """Work until stopped. A database that is away is waited for, not died of."""
        seats = [self._thread(self._sit, lanes) for lanes in SEATS]
        others = [self._thread(self._repeat, what) for what in (self._enter_clock_jobs, *self._host_tasks)]
        beat = self._thread(self._beat)
        for thread in (*seats, *others):
            thread.join()
        self._empty.set()
        beat.join()

    def drain(self) -> None:
        """Run until nothing is due, in this thread alone. For tests, the seed and the command line."""
        self._enter_clock_jobs()
        self._free_expired()
        while self._take_one(Lane):
            pass
        for task in self._host_tasks:
            task()

    def _thread(self, target: Callable[..., None], *args: object) -> threading.Thread:
        thread = threading.Thread(target=target, args=args, name=f"worker {target.__name__}")
        thread.start()
        return thread

    def _sit(self, lanes: tuple[Lane, ...]) -> None:
        while not self._stop.is_set():
            if not self._try(lambda: self._take_one(lanes)):
                self._stop.wait(IDLE_SECONDS)

    def _repeat(self, what: Callable[[], object]) -> None:
        while not self._stop.is_set():
            self._try(what)
            self._stop.wait(IDLE_SECONDS)

    def _beat(self) -> None:
        self._looked.wait(self._beat_seconds)  # so that the first beat says that jobs are looked for
        while not self._empty.is_set():
            self._try(self._beat_once)
            self._empty.wait(self._beat_seconds)
        self._try(self._leave)

    def _try(self, what: Callable[[], object]) -> object:
        try:
            with self.app.app_context():
                return what()
        except OperationalError as away:  # said in a line: every thread says so until it is back
            log.error("worker.database_error", at=threading.current_thread().name, said=str(away.orig).splitlines()[:1])
        except Exception:
            log.exception("worker.failed", at=threading.current_thread().name)
        return None

    def _beat_once(self) -> None:
        with unit_of_work(PlatformScope("worker")) as work:
            queue.renew(work, self.name, list(self._held), lease=self._lease)
            queue.beat(work, self.name, looked_at=self._looked_at, took_at=self._took_at)
        self._free_expired()

    def _leave(self) -> None:
        with unit_of_work(PlatformScope("worker")) as work:
            queue.leave(work, self.name)

    def _free_expired(self) -> None:
        with unit_of_work(PlatformScope("worker")) as work:
            freed = queue.free_expired(work)
        for one in freed:
            tell = log.error if one.state == "dead" else log.warning
            about = {"job": one.name, "job_id": str(one.id), "attempt": one.attempts}
            tell("job.worker_went_away", **about, state=one.state, worker=one.lease_by)

    def _enter_clock_jobs(self) -> None:
        now = clock.now().timestamp()
        for job in self._clock_jobs:
            slot = int(now // job.every.total_seconds())
            if self._slots.get(job.name) != slot:
                with unit_of_work(PlatformScope("worker")) as work:
                    queue.enter_slot(work, job, slot)
                self._slots[job.name] = slot

    def _take_one(self, lanes: Iterable[Lane]) -> bool:
        """Do one job of some lanes; say whether there was any."""
        with unit_of_work(PlatformScope("worker")) as work:
            job = queue.claim(work, self.name, lanes, lease=self._lease)
        self._looked_at = clock.now()
        self._looked.set()
        if job is None:
            return False
        self._took_at = self._looked_at
        self._held[job.id] = job.lane
        try:
            with structlog.contextvars.bound_contextvars(job=job.name, job_id=str(job.id), attempt=job.attempts):
                self._do(job)
        finally:
            del self._held[job.id]
        return True

    def _do(self, job: queue.Claimed) -> None:
        began = time.monotonic()
        figures = {"lane": job.lane.name.lower(), "waited": round(job.waited, 3)}
        try:
            self._perform(job)
        except queue.LeaseLost:
            log.warning("job.lease_lost", **figures)
        except Exception as error:
            most = jobs.most_attempts(job.lane, error)
            dead = job.attempts >= most
            log.exception("job.died" if dead else "job.failed", **figures, seconds=round(time.monotonic() - began, 3))
            with unit_of_work(PlatformScope("worker")) as work:
                queue.mark_failed(work, job, self.name, f"{type(error).__name__}: {error}", most=most)
        else:
            log.debug("job.done", **figures, seconds=round(time.monotonic() - began, 3))

    def _perform(self, job: queue.Claimed) -> None:
        finish = self._effect(job)
        with unit_of_work(PlatformScope(f"job {job.name}")) as work:
            finish(work)
            queue.mark_done(work, job, self.name)

    def _effect(self, job: queue.Claimed) -> jobs.Finish:
        """Find what to do inside the closing transaction, after doing what must be done outside of any."""
        if job.name in jobs.BY_THE_CLOCK:
            return jobs.BY_THE_CLOCK[job.name].run
        reaction = jobs.REACTIONS[job.name]
        fact = unpack(reaction.fact, job.payload)
        if reaction.outside is not None:
            return reaction.outside(fact, f"job:{job.id}")
        inside = reaction.inside
        assert inside is not None  # a reaction has one of the two

        def finish(work: Work) -> None:
            inside(work, fact)

        return finish
