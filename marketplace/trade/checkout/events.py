"""What a checkout tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class PurchasePaid(Fact):
    """Every order of a purchase is paid; its shops may pack."""

    purchase_id: UUID


@dataclass(frozen=True)
class PurchaseLost(Fact):
    """Money came for a purchase whose stock was gone; it goes back."""

    purchase_id: UUID
