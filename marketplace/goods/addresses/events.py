"""What the addresses of shops tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from marketplace.kernel.events import Fact
from marketplace.kernel.ids import new_id


@dataclass(frozen=True)
class ShopMoved(Fact):
    """A shop took another slug; the old one leads to it."""

    tenant_id: UUID
    before: str
    after: str
    by: str
    by_id: UUID | None = None  # the account of who did it
    note_id: UUID = field(default_factory=new_id)  # of this move: a shop may move there and back


@dataclass(frozen=True)
class DomainCheckDue(Fact):
    """Somebody asks, or the clock does, whether a domain carries its record."""

    tenant_id: UUID
    hostname_id: UUID


@dataclass(frozen=True)
class DomainVerified(Fact):
    """A domain is proved: the shop answers there from now on."""

    tenant_id: UUID
    name: str
    note_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class DomainLost(Fact):
    """A domain no longer carries its record: the shop does not answer there any more."""

    tenant_id: UUID
    name: str
    note_id: UUID = field(default_factory=new_id)
