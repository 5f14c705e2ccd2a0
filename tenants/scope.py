"""The four standpoints one can look from. A session stands in one from birth to death."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class PublicScope:
    """Anybody: sees the public shelves and the reference tables."""


@dataclass(frozen=True)
class BuyerScope:
    """A buyer, signed in or the guest of one checkout: sees what is theirs, besides what anybody sees."""

    buyer_id: UUID


@dataclass(frozen=True)
class SellerScope:
    """A shop: sees its own rows and nobody else's, besides what anybody sees."""

    tenant_id: UUID


@dataclass(frozen=True)
class PlatformScope:
    """Above the walls. The reason is written where it is opened; a test holds the list of places that may."""

    reason: str


Scope = PublicScope | BuyerScope | SellerScope | PlatformScope
