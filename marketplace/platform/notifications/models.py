"""Tables of what is told to whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import PlatformOwned


class Mail(PlatformOwned):
    """A letter. `key` makes each fact write it once."""

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_created", "created_at"),
        Index("ix_mail_bounced", "created_at", postgresql_where=text("state = 'bounced'")),
    )

    key: Mapped[str] = mapped_column(unique=True)
    to: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    stop_url: Mapped[str | None]  # ends letters of this kind (List-Unsubscribe)
    state: Mapped[str]  # waiting, sent, bounced
    said: Mapped[str | None]  # what the mail server answered to a letter that came back
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
