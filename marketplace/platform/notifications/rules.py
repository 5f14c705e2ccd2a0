"""Pure decisions about what is told: how far the mail is that carries it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class MailState(StrEnum):
    """How far a mail is."""

    WAITING = "waiting"
    SENT = "sent"
    BOUNCED = "bounced"  # it came back, and is not sent again


NEXT: Mapping[MailState, frozenset[MailState]] = {
    MailState.WAITING: frozenset({MailState.SENT, MailState.BOUNCED}),
    MailState.SENT: frozenset(),
    MailState.BOUNCED: frozenset(),
}
