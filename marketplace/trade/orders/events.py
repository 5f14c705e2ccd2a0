"""What orders tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class PurchaseWaits(Fact):
    """A purchase was placed a while ago and is not paid yet; what was held for it is held still."""

    purchase_id: UUID


@dataclass(frozen=True)
class LinkAsked(Fact):
    """Somebody asked for another letter with the link of a purchase; `code` is its own or of one of its orders."""

    ask_id: UUID
    code: str
    email: str


@dataclass(frozen=True)
class OrderShipped(Fact):
    """A parcel is with the carrier."""

    tenant_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class ArrivalTold(Fact):
    """A shop says that the carrier says that a parcel arrived; its buyer is asked."""

    tenant_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class OrderDelivered(Fact):
    """A parcel arrived, by the word of its buyer, of the carrier, or of the clock."""

    tenant_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class OrderCancelled(Fact):
    """An order will not be fulfilled; its money goes back."""

    tenant_id: UUID
    order_id: UUID
