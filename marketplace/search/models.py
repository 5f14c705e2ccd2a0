"""What search keeps in the database itself: the words that mean the same."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import Reference


class Synonym(Reference):
    """A word; those of a group mean the same to whoever searches."""

    __tablename__ = "search_synonym"

    word: Mapped[str] = mapped_column(primary_key=True)  # in small letters, with its accents
    group_id: Mapped[UUID] = mapped_column(index=True)
    added_at: Mapped[datetime]
    added_by: Mapped[str]
