"""What accounts tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class AccountOpened(Fact):
    """A person signed up."""

    account_id: UUID
