"""What may be done later, and the tables that remember it. Queue and outbox in one: a job is born in the transaction that
tells its fact.

A worker claims one job at a time and holds it by a lease that its beat renews (`queue.py` has the statements). What a job
does and its `done` are one transaction, fenced by the lease and the attempt: a worker that was thought dead cannot finish
what another one took over. So each effect in the database happens once, however often a worker is killed. Effects outside
(mail, payments) carry a key made from the job's id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from math import log2
from typing import TYPE_CHECKING, Any

from sqlalchemy import Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.errors import OutsideFailure
from marketplace.kernel.events import Fact, pack
from tenants.ownership import PlatformOwned, new_id
from tenants.states import states_only

if TYPE_CHECKING:
    from marketplace.kernel.work import Work

LEASE = timedelta(seconds=45)
# A job that runs for longer is given to somebody else, however alive its worker is.
MOST_RENEWED = timedelta(minutes=30)
MOST_ATTEMPTS = 8
WAITS_OUTSIDE = timedelta(days=1)  # all delays of a job together that waits for somebody outside


class Lane(IntEnum):
    """Whom a job keeps waiting, from who may wait least. Work that takes minutes is in the last."""

    MONEY = 1  # somebody paid, or is to be paid
    MAIL = 2  # somebody waits for a letter, perhaps with a link in it
    SEARCH = 3  # what people find: goods under review, addresses, measures
    BULK = 4  # copies of data, erasing, sweeping, digests


# Before the second attempt; each further one waits twice as long. A mail server that is away is waited for an hour.
FIRST_DELAY_SECONDS = {Lane.MONEY: 5, Lane.MAIL: 30, Lane.SEARCH: 5, Lane.BULK: 5}


def most_attempts(lane: Lane, error: BaseException) -> int:
    """Say how often a job is tried that failed with an error: eight times; for a day where whoever was asked outside did
    not answer, since that is mended by waiting."""
    if not isinstance(error, OutsideFailure):
        return MOST_ATTEMPTS
    return int(log2(WAITS_OUTSIDE.total_seconds() / FIRST_DELAY_SECONDS[lane] + 1)) + 1


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"  # laid aside after its last attempt


# Jobs go on by the plain statements of `queue.py`, and a test holds those to this.
JOB_NEXT: Mapping[JobState, frozenset[JobState]] = {
    JobState.WAITING: frozenset({JobState.RUNNING}),
    JobState.RUNNING: frozenset({JobState.DONE, JobState.WAITING, JobState.DEAD}),
    JobState.DONE: frozenset(),
    JobState.DEAD: frozenset({JobState.WAITING}),
}


class Job(PlatformOwned):
    """Something to be done, once, after a commit or at a time."""

    __tablename__ = "job"
    __append__ = True
    __table_args__ = (
        states_only(JobState, JOB_NEXT),
        Index("ix_job_waiting", "lane", "run_at", "id", postgresql_where=text("state = 'waiting'")),
        Index("ix_job_running", "lease_until", postgresql_where=text("state = 'running'")),
        Index("ix_job_done", "done_at", postgresql_where=text("state = 'done'")),
        Index("ix_job_dead", "run_at", postgresql_where=text("state = 'dead'")),
    )

    name: Mapped[str]
    lane: Mapped[int] = mapped_column(SmallInteger, server_default=text("4"))
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(unique=True)  # clock jobs: name and slot, so that each runs once
    state: Mapped[str] = mapped_column(default=JobState.WAITING)
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]  # the last attempt
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None]


class WorkerBeat(PlatformOwned):
    """A worker that runs, as it said itself a few seconds ago. One that stops in good order takes its row along."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(unique=True)  # host, process and a random part
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]  # when it last asked for a job
    took_at: Mapped[datetime | None]  # and when it last got one


# What finishes a job inside its closing transaction.
Finish = Callable[["Work"], None]


@dataclass(frozen=True)
class Reaction:
    """What is done about a fact: inside one transaction (`inside`), or first outside of any (`outside`).

    An `outside` function gets the fact and a key that is the same on every attempt; it returns what to write down.
    """

    name: str
    fact: type[Fact]
    lane: Lane
    inside: Callable[[Work, Any], None] | None = None
    outside: Callable[[Any, str], Finish] | None = None


@dataclass(frozen=True)
class ClockJob:
    """What is done by the clock, once in each slot of `every`, whichever worker comes first."""

    name: str
    every: timedelta
    lane: Lane
    run: Callable[[Work], None]


# Filled when the house is put together, from what each module says (`kernel/module.py`).
REACTIONS: dict[str, Reaction] = {}
BY_THE_CLOCK: dict[str, ClockJob] = {}
_BY_FACT: dict[type[Fact], list[Reaction]] = {}


def connect(reactions: Iterable[Reaction], clock_jobs: Iterable[ClockJob]) -> None:
    """Make known what is done about facts and by the clock. Connecting twice replaces."""
    for known in (REACTIONS, BY_THE_CLOCK, _BY_FACT):
        known.clear()
    BY_THE_CLOCK.update({job.name: job for job in clock_jobs})
    for reaction in reactions:
        REACTIONS[reaction.name] = reaction
        _BY_FACT.setdefault(reaction.fact, []).append(reaction)


def jobs_for(facts: Iterable[Fact]) -> Iterator[dict[str, Any]]:
    """Give what is to be entered for each reaction to each fact."""
    for fact in facts:
        for reaction in _BY_FACT.get(type(fact), []):
            yield {"id": str(new_id()), "name": reaction.name, "lane": reaction.lane, "payload": pack(fact)}
