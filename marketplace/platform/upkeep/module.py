"""What the house knows of upkeep."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.platform.upkeep.datamap import KEEPS
from marketplace.platform.upkeep.events import PackingDue, SweepDue
from marketplace.platform.upkeep.jobs import (
    ask_for_packing,
    ask_for_sweeps,
    forget_done_jobs,
    pack_pictures,
    sweep_folder,
)

MODULE = Module(
    name="upkeep",
    reactions=(
        Reaction("sweep_uploads", SweepDue, Lane.BULK, outside=sweep_folder),
        Reaction("pack_pictures", PackingDue, Lane.BULK, outside=pack_pictures),
    ),
    clock=(
        ClockJob("ask_for_packing", timedelta(hours=1), Lane.BULK, ask_for_packing),
        ClockJob("ask_for_sweeps", timedelta(days=1), Lane.BULK, ask_for_sweeps),
        ClockJob("forget_done_jobs", timedelta(days=1), Lane.BULK, forget_done_jobs),
    ),
    keeps=KEEPS,
)
