"""Tables of what is told to whom, and of the mail that carries it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.platform.notifications.rules import NEXT, MailState
from tenants.ownership import PlatformOwned


class Notification(PlatformOwned):
    """Something that somebody is told, as plain values: its words are made when it is read (`render.py`).

    `key` makes each fact tell it once: the kind, and what it is about. The words of a kind are templates/mail/<kind>.txt.
    """

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_created", "created_at"),)

    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    data: Mapped[dict[str, Any]]  # as it was then: centavos, ISO dates and moments, names, codes
    path: Mapped[str]  # where it leads on this site; may open a door
    stop_path: Mapped[str]  # ends what one asked to be told
    account_id: Mapped[UUID | None]  # whom it is for, where that is a person with an account
    tenant_id: Mapped[UUID | None]  # the shop it speaks to
    email: Mapped[str]
    name: Mapped[str]  # as the greeting says it
    locale: Mapped[str]
    channel: Mapped[str]  # by which it goes: mail
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Mail(PlatformOwned):
    """The mail that carries a notification, in its words, under its key: what is to be sent, was sent, or came back."""

    __tablename__ = "mail"
    __table_args__ = (
        states_only(MailState, NEXT),
        Index("ix_mail_created", "created_at"),
        Index("ix_mail_bounced", "created_at", postgresql_where=text("state = 'bounced'")),
    )

    key: Mapped[str] = mapped_column(unique=True)
    to: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    stop_url: Mapped[str | None]  # ends mail of this kind (List-Unsubscribe)
    state: Mapped[str]  # rules.MailState
    said: Mapped[str | None]  # what the mail server answered to mail that came back
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
