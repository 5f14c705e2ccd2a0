"""The comparison that a person keeps, on whichever browser."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import PersonOwned


class Compared(PersonOwned):
    """A listing in a person's comparison, with what they wrote beside it."""

    __tablename__ = "compared"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
