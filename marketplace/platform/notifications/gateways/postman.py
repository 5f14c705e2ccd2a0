"""The two postmen. Both take an address, a subject and two bodies; both are called outside any transaction."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING, Protocol

from marketplace.kernel.reading import NotAnEmail, envelope_address
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import outside_any_transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_SECONDS = 20  # for the connection, and for each answer
_NEVER = 500  # answers from here on are for good (RFC 5321, 4.2.1)


class Bounced(Exception):
    """The mail will not be taken, however often it is sent; says why."""


class Postman(Protocol):
    """Somebody who carries mail."""

    def carry(
        self, *, to: str, subject: str, text: str, html: str, message_id: str, stop_url: str | None = None
    ) -> None:
        """Carry one; a repeated `message_id` is the same mail.

        Raises Bounced when it will never be taken, and OSError or SMTPException when it may be later.
        """
        ...


class Mailbox:
    """Leaves mail where it is: the mailbox page shows it."""

    def carry(
        self, *, to: str, subject: str, text: str, html: str, message_id: str, stop_url: str | None = None
    ) -> None:
        """Nothing leaves the house."""


class Smtp:
    """Hands mail to a mail server."""

    def __init__(self, host: str, port: int, sender: str, *, patience: float) -> None:
        self._host, self._port, self._sender, self._patience = host, port, sender, patience

    def carry(
        self, *, to: str, subject: str, text: str, html: str, message_id: str, stop_url: str | None = None
    ) -> None:
        """Send one, to the one address and nobody else, whatever its header would say to another reader."""
        outside_any_transaction("smtp")
        try:
            address = envelope_address(to)
        except NotAnEmail as wrong:
            raise Bounced("not an address") from wrong
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, Address(addr_spec=address), subject
        message["Message-ID"] = f"<{message_id}@tianguis>"
        if stop_url:  # RFC 8058: the reader's program offers it as one button, and sends the form itself
            message["List-Unsubscribe"] = f"<{stop_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        with self._connection() as server:
            try:
                server.send_message(message, to_addrs=[address])
            except smtplib.SMTPRecipientsRefused as refused:
                code, said = refused.recipients[address]
                raise _verdict(code, said, refused) from refused
            except smtplib.SMTPDataError as refused:
                raise _verdict(refused.smtp_code, refused.smtp_error, refused) from refused

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """Connect for one. What goes wrong while saying goodbye is no reason to send it again."""
        server = smtplib.SMTP(self._host, self._port, timeout=self._patience)
        try:
            yield server
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


def _verdict(code: int, said: bytes | str, refused: Exception) -> Exception:
    """Say whether an answer is for good."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return Bounced(f"{code} {text}") if code >= _NEVER else refused


def postman(settings: Settings) -> Postman:
    """Give the postman that this installation uses."""
    if settings.mail == "smtp":
        return Smtp(settings.smtp_host, settings.smtp_port, settings.mail_from, patience=PATIENCE_SECONDS)
    return Mailbox()
