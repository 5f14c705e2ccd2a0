"""What messaging tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class MessageWritten(Fact):
    """Somebody wrote about an order; the other side is told."""

    tenant_id: UUID
    thread_id: UUID
    message_id: UUID
    side: str
