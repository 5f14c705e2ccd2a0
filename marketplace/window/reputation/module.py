"""What the house knows of reputation."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.module import Module
from marketplace.window.reputation.jobs import measure

MODULE = Module(
    name="reputation",
    clock=(ClockJob("measure_shops", timedelta(hours=1), Lane.BULK, measure),),
)
