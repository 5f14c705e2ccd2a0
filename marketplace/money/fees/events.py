"""What fees tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class DraftWritten(Fact):
    """A draft of a tariff says something else: what it would have cost is to be computed."""

    draft_id: UUID
    revision: int


@dataclass(frozen=True)
class TariffAnnounced(Fact):
    """A version of the tariff was published with its day."""

    version: int


@dataclass(frozen=True)
class TariffWithdrawn(Fact):
    """An announced version was taken back before its day."""

    version: int
