"""How the jobs stand: what waits in each lane and for how long, who works, and how long each kind of job takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from marketplace.kernel.jobs import Job, Lane, WorkerBeat
from marketplace.kernel.work import Work

# A worker asks for jobs twice a second; its beat says so every twelve.
LOOKED_WITHIN = timedelta(minutes=1)
# For how long the oldest job of a lane may be due before something is wrong.
PATIENCE = {
    Lane.MONEY: timedelta(minutes=2),
    Lane.MAIL: timedelta(minutes=10),
    Lane.SEARCH: timedelta(minutes=30),
    Lane.BULK: timedelta(hours=6),
}


@dataclass(frozen=True)
class LaneState:
    """One lane: how many jobs wait, for how long the oldest was due (None: nothing is due), and how many run."""

    lane: Lane
    waiting: int
    oldest: timedelta | None
    running: int
    dead: int

    @property
    def is_late(self) -> bool:
        """Whether the oldest waits longer than it should."""
        return self.oldest is not None and self.oldest > PATIENCE[self.lane]


def lanes(work: Work) -> list[LaneState]:
    """Say how each lane stands, in one statement."""
    now = func.statement_timestamp()
    due = (Job.state == "waiting") & (Job.run_at <= now)
    rows = work.session.execute(
        select(
            Job.lane,
            func.count().filter(Job.state == "waiting"),
            now - func.min(Job.run_at).filter(due),
            func.count().filter(Job.state == "running"),
            func.count().filter(Job.state == "dead"),
        )
        .where(Job.state.in_(["waiting", "running", "dead"]))
        .group_by(Job.lane)
    )
    found = {Lane(row[0]): row for row in rows}
    return [LaneState(lane, *(found[lane][1:] if lane in found else (0, None, 0, 0))) for lane in Lane]


@dataclass(frozen=True)
class JobFigures:
    """One kind of job over a while: how many ended, in how many seconds (half of them, the longest), at which attempt."""

    name: str
    lane: Lane
    done: int
    median: float
    longest: float
    attempts: float
    most_attempts: int


def by_name(work: Work, *, within: timedelta = timedelta(days=1)) -> list[JobFigures]:
    """Say how long each kind of job took of late, those that took longest first."""
    took = func.extract("epoch", Job.done_at - Job.started_at)
    longest = func.max(took)
    rows = work.session.execute(
        select(
            Job.name,
            func.max(Job.lane),
            func.count(),
            func.percentile_cont(0.5).within_group(took),
            longest,
            func.avg(Job.attempts),
            func.max(Job.attempts),
        )
        .where(Job.state == "done", Job.done_at > func.statement_timestamp() - within, Job.started_at.is_not(None))
        .group_by(Job.name)
        .order_by(longest.desc())
    )
    return [
        JobFigures(name, Lane(lane), done, float(median), float(most), float(attempts), most_attempts)
        for name, lane, done, median, most, attempts, most_attempts in rows
    ]


def workers(work: Work) -> Sequence[WorkerBeat]:
    """List the workers that did not stop in good order, those heard of last first."""
    return work.session.scalars(select(WorkerBeat).order_by(WorkerBeat.beat_at.desc())).all()


@dataclass(frozen=True)
class JobsState:
    """How the jobs stand. `looked_ago` is since when no worker asked for a job; None when no worker runs."""

    lanes: list[LaneState]
    looked_ago: timedelta | None

    @property
    def is_looked_after(self) -> bool:
        """Whether some worker asked for a job within the last minute."""
        return self.looked_ago is not None and self.looked_ago <= LOOKED_WITHIN

    @property
    def late(self) -> list[LaneState]:
        """The lanes whose oldest job waits longer than it should."""
        return [state for state in self.lanes if state.is_late]

    @property
    def is_well(self) -> bool:
        """Whether jobs are taken, and none of them late."""
        return self.is_looked_after and not self.late


def state(work: Work) -> JobsState:
    """Say whether jobs are done in time: what staff, `tianguis doctor` and readiness ask."""
    ago = work.session.scalar(select(func.statement_timestamp() - func.max(WorkerBeat.looked_at)))
    return JobsState(lanes(work), ago)
