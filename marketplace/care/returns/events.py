"""What returns tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ReturnRequested(Fact):
    """A buyer wants to send something back."""

    tenant_id: UUID
    return_id: UUID


@dataclass(frozen=True)
class ReturnDecided(Fact):
    """A shop approved or declined a return."""

    tenant_id: UUID
    return_id: UUID
    approved: bool


@dataclass(frozen=True)
class ReturnLapsed(Fact):
    """What a shop approved did not come back in time."""

    tenant_id: UUID
    return_id: UUID


@dataclass(frozen=True)
class ReturnReceived(Fact):
    """What was sent back is with the shop again; its money is due."""

    tenant_id: UUID
    return_id: UUID
