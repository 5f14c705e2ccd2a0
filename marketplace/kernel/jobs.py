"""The job table: queue and outbox in one. A job is born in the transaction that tells its fact.

A worker claims jobs for a while (the lease). What a job does and its `done` are one transaction, fenced by the lease:
a worker that was thought dead cannot finish a job that another one took over. So each effect in the database happens
once, however often a worker is killed. Effects outside (mail, payments) carry a key made from the job's id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.events import Fact, pack
from tenants.ownership import PlatformOwned, new_id
from tenants.wall import plain_sql

if TYPE_CHECKING:
    from marketplace.kernel.work import Work

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 8
FIRST_DELAY_SECONDS = 5


class Job(PlatformOwned):
    """Something to be done, once, after a commit or at a time."""

    __tablename__ = "job"
    __append__ = True
    __table_args__ = (
        Index("ix_job_waiting", "run_at", postgresql_where=text("state IN ('waiting', 'running')")),
        Index("ix_job_dead", "run_at", postgresql_where=text("state = 'dead'")),
    )

    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(unique=True)  # clock jobs: name and slot, so that each runs once
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, running, done, dead
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None]


# What finishes a job inside its closing transaction.
Finish = Callable[["Work"], None]


@dataclass(frozen=True)
class Reaction:
    """What is done about a fact: inside one transaction (`inside`), or first outside of any (`outside`).

    An `outside` function gets the fact and a key that is the same on every attempt; it returns what to write down.
    """

    name: str
    fact: type[Fact]
    inside: Callable[[Work, Any], None] | None = None
    outside: Callable[[Any, str], Finish] | None = None
    reason: str = "job"


@dataclass(frozen=True)
class ClockJob:
    """What is done by the clock, once in each slot of `every`, whichever worker comes first."""

    name: str
    every: timedelta
    run: Callable[[Work], None]


# Filled by the switchboard when the house is put together.
REACTIONS: dict[str, Reaction] = {}
_BY_FACT: dict[type[Fact], list[Reaction]] = {}


def connect(reactions: Iterable[Reaction]) -> None:
    """Make the switchboard's wiring known. Connecting twice replaces."""
    REACTIONS.clear()
    _BY_FACT.clear()
    for reaction in reactions:
        REACTIONS[reaction.name] = reaction
        _BY_FACT.setdefault(reaction.fact, []).append(reaction)


def jobs_for(facts: Iterable[Fact], now: datetime) -> Iterator[Job]:
    """Give one job for each reaction to each fact."""
    for fact in facts:
        for reaction in _BY_FACT.get(type(fact), []):
            yield Job(id=new_id(), name=reaction.name, payload=pack(fact), run_at=now)


@dataclass(frozen=True)
class Claimed:
    """A job that this worker holds until its lease ends."""

    id: UUID
    name: str
    payload: dict[str, Any]
    attempts: int


_WHY = "the queue: SKIP LOCKED and the database's own clock"
# The database's clock decides, so that hosts whose clocks differ agree on what is due and whose lease is over.
_CLAIM = plain_sql(
    """
    UPDATE job SET state = 'running', attempts = attempts + 1, lease_by = :worker,
                   lease_until = clock_timestamp() + make_interval(secs => :lease)
    WHERE id IN (
        SELECT id FROM job
        WHERE (state = 'waiting' AND run_at <= clock_timestamp())
           OR (state = 'running' AND lease_until < clock_timestamp())
        ORDER BY run_at LIMIT :most FOR UPDATE SKIP LOCKED
    )
    RETURNING id, name, payload, attempts
    """,
    why=_WHY,
)
_DONE = plain_sql(
    """
    UPDATE job SET state = 'done', done_at = clock_timestamp(), last_error = NULL
    WHERE id = :id AND state = 'running' AND lease_by = :worker RETURNING id
    """,
    why=_WHY,
)
_FAILED = plain_sql(
    """
    UPDATE job SET state = CASE WHEN attempts >= :most THEN 'dead' ELSE 'waiting' END,
                   run_at = clock_timestamp() + make_interval(secs => :delay), last_error = :error
    WHERE id = :id AND state = 'running' AND lease_by = :worker
    """,
    why=_WHY,
)
_SLOT = plain_sql(
    """
    INSERT INTO job (id, name, payload, key, state, run_at, attempts)
    VALUES (:id, :name, '{}', :key, 'waiting', clock_timestamp(), 0) ON CONFLICT (key) DO NOTHING
    """,
    why=_WHY,
)
_REVIVE = plain_sql(
    "UPDATE job SET state = 'waiting', attempts = 0, run_at = clock_timestamp() WHERE id = :id AND state = 'dead' "
    "RETURNING id",
    why=_WHY,
)
_FORGET = plain_sql("DELETE FROM job WHERE state = 'done' AND done_at < :before", why=_WHY)


class LeaseLost(Exception):
    """Another worker took the job over; what this one did must not be written."""


def claim(work: Work, worker: str, *, most: int = 20) -> list[Claimed]:
    """Take up to `most` due jobs for the length of the lease. Jobs held by others are passed over, not waited for."""
    rows = work.session.execute(_CLAIM, {"worker": worker, "lease": LEASE.total_seconds(), "most": most})
    return [Claimed(row.id, row.name, row.payload, row.attempts) for row in rows]


def mark_done(work: Work, job: Claimed, worker: str) -> None:
    """Close a job in the transaction of its effect; raises LeaseLost when it is no longer this worker's."""
    if work.session.execute(_DONE, {"id": job.id, "worker": worker}).first() is None:
        raise LeaseLost(job.name)


def mark_failed(work: Work, job: Claimed, worker: str, error: str) -> None:
    """Put a failed job back with a growing delay, or lay it aside as dead after eight attempts."""
    delay = FIRST_DELAY_SECONDS * 2 ** (job.attempts - 1)
    work.session.execute(
        _FAILED,
        {"id": job.id, "worker": worker, "delay": delay, "error": error[:2000], "most": MOST_ATTEMPTS},
    )


def put_slot(work: Work, name: str, slot: int) -> None:
    """Enter a clock job for one slot, unless somebody did already."""
    work.session.execute(_SLOT, {"id": new_id(), "name": name, "key": f"{name}:{slot}"})


def revive(work: Work, job_id: UUID) -> bool:
    """Give a dead job a new start; False when it is not dead."""
    return work.session.execute(_REVIVE, {"id": job_id}).first() is not None


def forget_done(work: Work, before: datetime) -> None:
    """Delete jobs that were done before a moment."""
    work.session.execute(_FORGET, {"before": before})
