"""What tests of kept files share: every folder looked through, as if two days had passed."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from marketplace.kernel.settings import Settings
from marketplace.platform.upkeep.jobs import ask_for_sweeps
from marketplace.worker import Worker
from tests.cast import Cast


def sweep_all(market: Cast, worker: Worker, settings: Settings) -> None:
    """Let two days pass for every file, and the clock job run."""
    then = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    for folder in (settings.media_dir, settings.private_dir):
        for path in Path(folder).rglob("*.*"):
            os.utime(path, (then, then))
    with market.above() as work:
        ask_for_sweeps(work)
    worker.drain()
