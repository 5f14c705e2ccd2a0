"""The two postmen. Both take a letter's address, subject and two bodies; both are called outside any transaction."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from typing import Protocol

from marketplace.kernel.settings import Settings
from marketplace.kernel.work import outside_any_transaction

_PATIENCE_SECONDS = 20


class Postman(Protocol):
    """Somebody who carries letters."""

    def carry(
        self, *, to: str, subject: str, text: str, html: str, message_id: str, stop_url: str | None = None
    ) -> None:
        """Carry one letter; a repeated `message_id` is the same letter. Raises OSError when the way is closed."""
        ...


class Mailbox:
    """Leaves letters where they are: the mailbox page shows them."""

    def carry(
        self, *, to: str, subject: str, text: str, html: str, message_id: str, stop_url: str | None = None
    ) -> None:
        """Nothing leaves the house."""


class Smtp:
    """Hands letters to a mail server."""

    def __init__(self, host: str, port: int, sender: str) -> None:
        self._host, self._port, self._sender = host, port, sender

    def carry(
        self, *, to: str, subject: str, text: str, html: str, message_id: str, stop_url: str | None = None
    ) -> None:
        """Send one letter."""
        outside_any_transaction("smtp")
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message["Message-ID"] = f"<{message_id}@tianguis>"
        if stop_url:  # RFC 8058: the reader's program offers it as one button, and sends the form itself
            message["List-Unsubscribe"] = f"<{stop_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        with smtplib.SMTP(self._host, self._port, timeout=_PATIENCE_SECONDS) as server:
            server.send_message(message)


def postman(settings: Settings) -> Postman:
    """Give the postman that this installation uses."""
    if settings.mail == "smtp":
        return Smtp(settings.smtp_host, settings.smtp_port, settings.mail_from)
    return Mailbox()
