"""Tables of what is told to whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import PlatformOwned


class Mail(PlatformOwned):
    """A letter. `key` makes each fact write it once."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_created", "created_at"),)

    key: Mapped[str] = mapped_column(unique=True)
    to: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    stop_url: Mapped[str | None]  # ends letters of this kind (List-Unsubscribe)
    state: Mapped[str]  # waiting, sent
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
