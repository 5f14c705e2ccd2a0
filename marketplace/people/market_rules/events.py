"""What the rules of the market tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class RulesAnnounced(Fact):
    """A version was announced with its day; shops hear of it, batch by batch, those behind `after` are still to be told."""

    version: int
    after: UUID | None = None


@dataclass(frozen=True)
class RulesWithdrawn(Fact):
    """An announced version was taken back before its day; shops behind `after` are still to be told."""

    version: int
    after: UUID | None = None
