"""What upkeep tells."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class SweepDue(Fact):
    """A folder of uploads is to be looked through for files that nobody names."""

    folder: str


@dataclass(frozen=True)
class PackingDue(Fact):
    """Public pictures that are not there as AVIF yet are to be packed."""
