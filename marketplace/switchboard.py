"""All wiring on one page: which fact has which reactions, and what the clock starts."""

from __future__ import annotations

from flask import Flask

from marketplace.kernel.jobs import ClockJob, Reaction
from marketplace.kernel.jobs import connect as connect_reactions

REACTIONS: tuple[Reaction, ...] = ()

CLOCK_JOBS: tuple[ClockJob, ...] = ()


def connect(app: Flask) -> None:
    """Make the wiring known to the job table."""
    connect_reactions(REACTIONS)
