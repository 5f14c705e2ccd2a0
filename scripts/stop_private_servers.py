"""Stops the private PostgreSQL servers of this checkout, before their folders go."""

from __future__ import annotations

import os
import signal
from pathlib import Path

ROOT = Path(__file__).parent.parent

for pid_file in ROOT.glob("var/*/postmaster.pid"):
    try:
        os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGINT)
    except (ProcessLookupError, ValueError, IndexError, PermissionError):
        continue
