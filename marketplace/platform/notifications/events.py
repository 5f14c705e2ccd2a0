"""What notifications tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class NotificationWritten(Fact):
    """Somebody is to be told something."""

    notification_id: UUID


@dataclass(frozen=True)
class MailWritten(Fact):
    """Mail is to be sent."""

    mail_id: UUID
