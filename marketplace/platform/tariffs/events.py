"""What is told about tariffs to come."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ShopToBeTold(Fact):
    """A shop is to learn what an announced version would have cost it."""

    version: int
    tenant_id: UUID


@dataclass(frozen=True)
class TariffWeighed(Fact):
    """What an announced version would have cost a shop is known."""

    version: int
    tenant_id: UUID


@dataclass(frozen=True)
class ShopToHearOfWithdrawal(Fact):
    """A shop that heard of a version is to learn that it was taken back."""

    version: int
    tenant_id: UUID


@dataclass(frozen=True)
class PlanDecided(Fact):
    """Staff decided that a shop is in a plan from a moment on; it is told why."""

    decision_id: UUID
    tenant_id: UUID


@dataclass(frozen=True)
class PlanRequestAnswered(Fact):
    """Staff answered what a shop asked about its plan."""

    request_id: UUID
    tenant_id: UUID
