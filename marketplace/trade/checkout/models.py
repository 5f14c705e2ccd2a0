"""The table of the addresses that a person keeps for their next purchases."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.trade.checkout.rules import MOST_ADDRESSES
from marketplace.trade.orders import ADDRESS_PARTS
from tenants.ownership import PersonOwned, new_id


class SavedAddress(PersonOwned):
    """Who receives something and where, under the name that its owner gave it.

    `number` is its place among its owner's, the lowest that was free: it bounds how many there are, also of those that are
    saved at once.
    """

    __tablename__ = "saved_address"
    __table_args__ = (
        UniqueConstraint("account_id", "number"),
        UniqueConstraint("account_id", "label"),
        CheckConstraint(f"number BETWEEN 1 AND {MOST_ADDRESSES}", name="number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    label: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str]
    postal_code: Mapped[str]
    state: Mapped[str]
    municipality: Mapped[str]
    settlement: Mapped[str]
    street: Mapped[str]
    exterior: Mapped[str]
    interior: Mapped[str | None]
    between: Mapped[str | None]
    references: Mapped[str | None]
    saved_at: Mapped[datetime]
    used_at: Mapped[datetime | None]  # when something was last bought to it

    @property
    def address(self) -> dict[str, Any]:
        """Its parts, as those of a purchase are called."""
        return {part: getattr(self, part) for part in ADDRESS_PARTS}

    @property
    def delivery(self) -> dict[str, Any]:
        """Who receives it and where: what fills a form."""
        return {"name": self.name, "phone": self.phone, **self.address}
