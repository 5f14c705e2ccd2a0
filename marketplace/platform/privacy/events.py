"""What privacy tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ErasureDue(Fact):
    """The blocking of an account is over, and what it must not leave is to be erased."""

    erasure_id: UUID


@dataclass(frozen=True)
class ExportAsked(Fact):
    """A copy of a person's or a shop's data is to be made."""

    export_id: UUID
