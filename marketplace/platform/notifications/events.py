"""What notifications tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class MailWritten(Fact):
    """A letter is in the post."""

    mail_id: UUID
