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
