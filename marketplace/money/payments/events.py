"""What payments tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ProviderTold(Fact):
    """A provider told something that was not known yet; a job says what it means."""

    event_id: UUID


@dataclass(frozen=True)
class AttemptDoubted(Fact):
    """Nothing was heard of an attempt for a while; a job looks at the provider."""

    attempt_id: UUID


@dataclass(frozen=True)
class ChargeSucceeded(Fact):
    """The money of a purchase is with the provider."""

    purchase_id: UUID
    amount_minor: int


@dataclass(frozen=True)
class RefundRequested(Fact):
    """Money is to go back; a job asks the provider."""

    refund_id: UUID


@dataclass(frozen=True)
class RefundDoubted(Fact):
    """Nothing was heard of a refund for a while; a job looks at the provider."""

    refund_id: UUID


@dataclass(frozen=True)
class RefundSucceeded(Fact):
    """Money went back."""

    tenant_id: UUID
    order_id: UUID
    cause: str
    amount_minor: int
