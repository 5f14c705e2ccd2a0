"""Workers that die at a point of a job, and what their deaths leave behind."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy import func, update

from marketplace.kernel.jobs import Job
from marketplace.kernel.settings import Settings
from marketplace.serve import environment
from tests.cast import Cast


def work_until_dead(settings: Settings, point: str, job: str) -> int:
    """Start a worker that dies at a point of a job; gives the signal it died of."""
    command = [sys.executable, "-m", "tests.faults.working", point, job]
    victim = subprocess.Popen(command, env=environment(settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return -victim.wait(240)
    finally:
        victim.kill()


def end_leases(market: Cast) -> None:
    """What three quarters of a minute without a beat do."""
    with market.above() as work:
        work.session.execute(update(Job).where(Job.state == "running").values(lease_until=func.now()))
