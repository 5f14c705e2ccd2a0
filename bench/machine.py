"""What this machine is, and how much of it something took: from the operating system's own accounting."""

from __future__ import annotations

import os
import platform
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            found.setdefault(parent, []).append(int(folder.name))
    return found


def tree(pid: int) -> list[int]:
    """A process and all that stand under it."""
    below, todo, seen = _children(), [pid], []
    while todo:
        one = todo.pop()
        seen.append(one)
        todo += below.get(one, [])
    return seen


def cpu_seconds(pid: int) -> float:
    """CPU that a process tree took so far, with children that ended."""
    ticks = 0
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(int(fields[n]) for n in (11, 12))
        if one == pid:
            ticks += sum(int(fields[n]) for n in (13, 14))
    return ticks / _TICK


def memory_mb(pid: int) -> float:
    """Resident memory of one process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def describe() -> str:
    """This machine in a line."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "?",
    )
    return f"{os.cpu_count()} cores ({model}), {platform.system()} {platform.release()}, Python {platform.python_version()}"
