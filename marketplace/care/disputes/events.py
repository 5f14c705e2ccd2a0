"""What disputes tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class DisputeOpened(Fact):
    """A buyer says that a parcel never came."""

    tenant_id: UUID
    dispute_id: UUID


@dataclass(frozen=True)
class DisputeAnswered(Fact):
    """A shop answered, or did not in time (`by_clock`)."""

    tenant_id: UUID
    dispute_id: UUID
    by_clock: bool


@dataclass(frozen=True)
class DisputeEscalated(Fact):
    """A buyer asks for Tianguis."""

    tenant_id: UUID
    dispute_id: UUID


@dataclass(frozen=True)
class DisputeDecided(Fact):
    """Staff decided."""

    tenant_id: UUID
    dispute_id: UUID


@dataclass(frozen=True)
class RefundDecided(Fact):
    """What a dispute is about is to be paid back."""

    tenant_id: UUID
    dispute_id: UUID
