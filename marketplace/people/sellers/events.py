"""What sellers tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from marketplace.kernel.events import Fact
from marketplace.kernel.ids import new_id


@dataclass(frozen=True)
class BankAccountGiven(Fact):
    """Somebody gave the account (CLABE) that a shop is to be paid to, under the words beside the field."""

    account_id: UUID


@dataclass(frozen=True)
class ShopRenamed(Fact):
    """A shop shows itself under another name."""

    tenant_id: UUID


@dataclass(frozen=True)
class InvitationSent(Fact):
    """Somebody is invited to a shop's team; `sending` says which of its letters is meant."""

    tenant_id: UUID
    invitation_id: UUID
    sending: int


@dataclass(frozen=True)
class OwnershipOffered(Fact):
    """An owner offers the shop to a member, who may accept."""

    tenant_id: UUID
    account_id: UUID
    by: str
    offer_id: UUID = field(default_factory=new_id)  # the same member may be offered it again


@dataclass(frozen=True)
class ApplicationSent(Fact):
    """Somebody put an application before staff; an application that was sent back may be sent again."""

    application_id: UUID
    sending_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class ApplicationDecided(Fact):
    """Staff approved, declined or sent back an application; the applicant is told why."""

    application_id: UUID
    state: str
    decision_id: UUID = field(default_factory=new_id)  # an application may be sent back more than once
