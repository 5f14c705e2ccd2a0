"""What adjustments tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class MoneyAdjusted(Fact):
    """A shop was given money by hand, or money of it was taken; it is told why and by whom."""

    adjustment_id: UUID
    tenant_id: UUID


@dataclass(frozen=True)
class AdjustmentReversed(Fact):
    """An adjustment was taken back by who decides; its shop is told."""

    adjustment_id: UUID
    tenant_id: UUID


@dataclass(frozen=True)
class AdjustmentAppealAnswered(Fact):
    """Somebody else of the staff answered what a shop said against an adjustment."""

    adjustment_id: UUID
    tenant_id: UUID
