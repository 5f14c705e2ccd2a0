"""The statements of the job table. The database's clock decides, so that hosts whose clocks differ agree on what is due and
whose lease is over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.kernel.jobs import FIRST_DELAY_SECONDS, LEASE, MOST_ATTEMPTS, MOST_RENEWED, ClockJob, Lane
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.verbs import verb
from tenants.ownership import new_id
from tenants.wall import plain_sql

if TYPE_CHECKING:
    from marketplace.kernel.work import Work

_WHY = "the queue: SKIP LOCKED and the database's own clock"
_ENTER = plain_sql(
    """
    INSERT INTO job (id, name, lane, payload, key, state, run_at, attempts)
    SELECT id, name, lane, payload, key, 'waiting', statement_timestamp(), 0
    FROM jsonb_to_recordset(CAST(:jobs AS jsonb)) AS new (id uuid, name text, lane smallint, payload jsonb, key text)
    ON CONFLICT DO NOTHING
    """,
    why="one journey for all jobs of a unit of work",
)
# The clock of the statement, not of the wall: a volatile function would keep the index from being used.
_CLAIM = plain_sql(
    """
    UPDATE job SET state = 'running', attempts = attempts + 1, lease_by = :worker, started_at = clock_timestamp(),
                   lease_until = clock_timestamp() + :lease
    WHERE id = (
        SELECT id FROM job
        WHERE state = 'waiting' AND lane = ANY(:lanes) AND run_at <= statement_timestamp()
          AND (lane > :kept_in_copies OR (SELECT database_is_released()))
        ORDER BY lane, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, name, lane, payload, attempts, extract(epoch FROM clock_timestamp() - run_at)::float8 AS waited
    """,
    why=_WHY,
)
_RENEW = plain_sql(
    """
    UPDATE job SET lease_until = least(clock_timestamp() + :lease, started_at + :longest)
    WHERE state = 'running' AND lease_by = :worker AND id = ANY(:held)
    """,
    why=_WHY,
)
# A death counts as an attempt. The first costs no time; a job that goes on killing comes back ever more rarely.
# Of the jobs that a worker held when it died one may have killed it; they come back apart, so that it takes none with it again.
_FREE = plain_sql(
    """
    UPDATE job SET state = CASE WHEN attempts >= :most THEN 'dead' ELSE 'waiting' END, last_error = 'its worker went away',
                   run_at = clock_timestamp()
                          + CASE WHEN attempts > 1 THEN make_interval(secs => :delay * 2 ^ (attempts - 1) * (0.5 + random()))
                                 ELSE '0' END
    WHERE id IN (
        SELECT id FROM job WHERE state = 'running' AND lease_until < statement_timestamp() FOR UPDATE SKIP LOCKED
    )
    RETURNING id, name, state, attempts, lease_by
    """,
    why=_WHY,
)
_MINE = "id = :id AND state = 'running' AND lease_by = :worker AND attempts = :attempts"
_DONE = plain_sql(
    f"UPDATE job SET state = 'done', done_at = clock_timestamp(), last_error = NULL WHERE {_MINE} RETURNING id",  # noqa: S608
    why=_WHY,
)
_FAILED = plain_sql(
    f"""
    UPDATE job SET state = CASE WHEN attempts >= :most THEN 'dead' ELSE 'waiting' END,
                   run_at = clock_timestamp() + make_interval(secs => :delay), last_error = :error
    WHERE {_MINE}
    """,  # noqa: S608
    why=_WHY,
)
_REVIVE = plain_sql(
    "UPDATE job SET state = 'waiting', attempts = 0, run_at = clock_timestamp() WHERE id = :id AND state = 'dead' "
    "RETURNING id",
    why=_WHY,
)
_FORGET = plain_sql("DELETE FROM job WHERE state = 'done' AND done_at < :before", why=_WHY)
_BEAT = plain_sql(
    """
    INSERT INTO worker_beat (id, name, started_at, beat_at, looked_at, took_at)
    VALUES (:id, :worker, clock_timestamp(), clock_timestamp(), :looked_at, :took_at)
    ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at, looked_at = excluded.looked_at, took_at = excluded.took_at
    """,
    why=_WHY,
)
_LEAVE = plain_sql("DELETE FROM worker_beat WHERE name = :worker", why=_WHY)
_FORGET_SILENT = plain_sql("DELETE FROM worker_beat WHERE beat_at < :before", why=_WHY)


class LeaseLost(Exception):
    """Another worker took the job over; what this one did must not be written."""


@dataclass(frozen=True)
class Claimed:
    """A job that this worker holds until its lease ends. `waited` is for how long it was due, in seconds."""

    id: UUID
    name: str
    lane: Lane
    payload: dict[str, Any]
    attempts: int
    waited: float


@dataclass(frozen=True)
class Freed:
    """A job whose worker went away: waiting again, or dead."""

    id: UUID
    name: str
    state: str
    attempts: int
    lease_by: str


def enter(work: Work, jobs: Iterable[dict[str, Any]]) -> None:
    """Enter jobs, all in one statement. They are due at once."""
    if entered := list(jobs):
        work.session.execute(_ENTER, {"jobs": json.dumps(entered)})


def enter_slot(work: Work, job: ClockJob, slot: int) -> None:
    """Enter a clock job for one slot, unless somebody did already."""
    enter(work, [{"id": str(new_id()), "name": job.name, "lane": job.lane, "payload": {}, "key": f"{job.name}:{slot}"}])


def claim(work: Work, worker: str, lanes: Iterable[Lane] = tuple(Lane), *, lease: timedelta = LEASE) -> Claimed | None:
    """Take the job that may wait least, of some lanes; None when nothing is due.

    What others hold is passed over; so are money and mail in a copy of the database (`quarantine.py`).
    """
    asked = {"worker": worker, "lanes": [int(lane) for lane in lanes], "lease": lease, "kept_in_copies": Lane.MAIL}
    row = work.session.execute(_CLAIM, asked).first()
    return Claimed(row.id, row.name, Lane(row.lane), row.payload, row.attempts, row.waited) if row else None


def renew(work: Work, worker: str, held: Sequence[UUID], *, lease: timedelta = LEASE) -> None:
    """Hold on to the jobs that this worker is at, no longer than thirty minutes from their start."""
    if held:
        work.session.execute(_RENEW, {"worker": worker, "held": held, "lease": lease, "longest": MOST_RENEWED})


def free_expired(work: Work) -> list[Freed]:
    """Give back the jobs of workers that went away; a job that had eight attempts is laid aside as dead."""
    rows = work.session.execute(_FREE, {"most": MOST_ATTEMPTS, "delay": FIRST_DELAY_SECONDS[Lane.MONEY]})
    return [Freed(*row) for row in rows]


def mark_done(work: Work, job: Claimed, worker: str) -> None:
    """Close a job in the transaction of its effect; raises LeaseLost when it is no longer this worker's."""
    mine = {"id": job.id, "worker": worker, "attempts": job.attempts}
    if work.session.execute(_DONE, mine).first() is None:
        raise LeaseLost(job.name)


def mark_failed(work: Work, job: Claimed, worker: str, error: str, *, most: int = MOST_ATTEMPTS) -> None:
    """Put a failed job back with a growing delay, or lay it aside as dead after `most` attempts."""
    delay = FIRST_DELAY_SECONDS[job.lane] * 2 ** (job.attempts - 1)
    mine = {"id": job.id, "worker": worker, "attempts": job.attempts}
    work.session.execute(_FAILED, {**mine, "delay": delay, "error": error[:2000], "most": most})


@verb(needs=StaffMay.RUN_MACHINE)
def revive(work: Work, job_id: UUID) -> bool:
    """Give a dead job a new start; False when it is not dead."""
    return work.session.execute(_REVIVE, {"id": job_id}).first() is not None


def forget_done(work: Work, before: datetime) -> None:
    """Delete jobs that were done before a moment, and workers that were not heard of since."""
    work.session.execute(_FORGET, {"before": before})
    work.session.execute(_FORGET_SILENT, {"before": before})


def beat(work: Work, worker: str, *, looked_at: datetime | None, took_at: datetime | None) -> None:
    """Say that a worker is alive, when it last asked for a job and when it last got one."""
    work.session.execute(_BEAT, {"id": new_id(), "worker": worker, "looked_at": looked_at, "took_at": took_at})


def leave(work: Work, worker: str) -> None:
    """Take a worker that stops off the list."""
    work.session.execute(_LEAVE, {"worker": worker})
