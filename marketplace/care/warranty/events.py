"""What warranty tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ClaimOpened(Fact):
    """A buyer says that something broke."""

    tenant_id: UUID
    claim_id: UUID


@dataclass(frozen=True)
class ClaimAnswered(Fact):
    """A shop accepted or declined a claim."""

    tenant_id: UUID
    claim_id: UUID


@dataclass(frozen=True)
class ClaimRefunded(Fact):
    """A shop answered a claim with the money; it is due now."""

    tenant_id: UUID
    claim_id: UUID
