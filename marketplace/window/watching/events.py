"""What watching tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from marketplace.kernel.events import Fact
from marketplace.kernel.ids import new_id


@dataclass(frozen=True)
class DigestDue(Fact):
    """It is to be found out whether there is news of what a person follows."""

    account_id: UUID


@dataclass(frozen=True)
class NewsFound(Fact):
    """There is news of what a person follows; what it is stands in the rows told at that moment."""

    account_id: UUID
    at: datetime
    note_id: UUID = field(default_factory=new_id)
