"""What the house knows of standing."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.module import Module
from marketplace.window.standing.jobs import measure

MODULE = Module(
    name="standing",
    clock=(ClockJob("measure_shops", timedelta(hours=1), Lane.BULK, measure),),
)
