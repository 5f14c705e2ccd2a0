"""What search keeps in the database itself: the words that mean the same, and the places that somebody paid."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import Reference, new_id


class Synonym(Reference):
    """A word; those of a group mean the same to whoever searches."""

    __tablename__ = "search_synonym"

    word: Mapped[str] = mapped_column(primary_key=True)  # in small letters, with its accents
    group_id: Mapped[UUID] = mapped_column(index=True)
    added_at: Mapped[datetime]
    added_by: Mapped[str]


class Sponsorship(Reference):
    """Somebody paid for a listing to be shown apart from the results, and is named there."""

    __tablename__ = "sponsorship"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(index=True)  # the listing's
    paid_by: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]  # the last day
    stopped_at: Mapped[datetime | None]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
