"""What accounts tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class AccountOpened(Fact):
    """Somebody signed up, under the privacy notice that the form names."""

    account_id: UUID


@dataclass(frozen=True)
class LinkIssued(Fact):
    """A one-time link is to be sent by letter. The secret is not told: the letter makes it again."""

    token_id: UUID


@dataclass(frozen=True)
class ResetAsked(Fact):
    """Somebody says that they forgot the password of an address. Whether a member has it is looked up afterwards."""

    email: str


@dataclass(frozen=True)
class AccountTouched(Fact):
    """Something happened to an account that its owner must hear of.

    `what`: password_changed, address_taken, factor_added, factor_removed, codes_made, code_used, entered,
    factor_kept, factor_lost.
    `email` is where to write; `about` names the browser, key or address concerned. `note_id` makes each letter one.
    """

    note_id: UUID
    account_id: UUID
    what: str
    email: str
    about: str
