"""What moderation tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ListingDecided(Fact):
    """Staff approved or declined a listing; its shop is told why."""

    case_id: UUID
    tenant_id: UUID
    approved: bool


@dataclass(frozen=True)
class ShopClosingDecided(Fact):
    """Staff decided to close a shop; it is told why, from when, and how to appeal."""

    closing_id: UUID
    tenant_id: UUID


@dataclass(frozen=True)
class AppealAnswered(Fact):
    """Another member of staff answered a shop's appeal."""

    closing_id: UUID
    tenant_id: UUID
    upheld: bool
