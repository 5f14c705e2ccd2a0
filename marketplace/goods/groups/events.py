"""What customer groups tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class InvitedToGroup(Fact):
    """Somebody is invited by e-mail to a group of a shop's customers."""

    tenant_id: UUID
    invitation_id: UUID
