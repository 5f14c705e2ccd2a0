"""What recalls tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class RecallStarted(Fact):
    """A product is recalled. Its letters are still to be written."""

    tenant_id: UUID
    recall_id: UUID


@dataclass(frozen=True)
class RecallLettersLeft(Fact):
    """Some letters of a recall are written, and others are still to be."""

    tenant_id: UUID
    recall_id: UUID


@dataclass(frozen=True)
class RecallNoticed(Fact):
    """Whoever placed an order is to hear of a recall, or (`again`) is reminded of it."""

    tenant_id: UUID
    notice_id: UUID
    again: bool = False
