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


def since_looked(work: Work) -> timedelta | None:
    """Say how long ago any worker last asked for a job; None when there is none."""
    ago: timedelta | None = work.session.scalar(select(func.statement_timestamp() - func.max(WorkerBeat.looked_at)))
    return ago


def find_trouble(work: Work) -> str | None:
    """Say in a sentence for operators why jobs are not done in time; None when they are."""
    ago = since_looked(work)
    if ago is None or ago > LOOKED_WITHIN:
        heard = "none was heard of" if ago is None else f"the last was heard of {ago.total_seconds():.0f} s ago"
        return f"No worker takes jobs: {heard}."
    for state in lanes(work):
        if state.is_late and state.oldest is not None:
            return f"The oldest job of lane {state.lane.name.lower()} waits for {state.oldest.total_seconds():.0f} s."
    return None
