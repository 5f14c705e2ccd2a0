"""Tables of the cart."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.trade.shipping.rules import Speed
from tenants.ownership import PersonOwned


class CartRow(PersonOwned):
    """So many of one variant in a cart. The owner is an account, or a browser whose person is not known."""

    __tablename__ = "cart_row"
    __table_args__ = (
        Index("ix_cart_row_changed", "changed_at"),
        CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity"),
    )

    account_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]  # of the listing
    quantity: Mapped[int]
    seen_minor: Mapped[int]  # the price as its owner saw it last
    added_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class CartChoice(PersonOwned):
    """What the owner of a cart chose of one shop's part of it. Of a shop of which nothing was chosen there is no row."""

    __tablename__ = "cart_choice"
    __table_args__ = (Index("ix_cart_choice_changed", "changed_at"), states_only(Speed, column="speed"))

    account_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    shop_id: Mapped[UUID] = mapped_column(primary_key=True)
    speed: Mapped[str]  # shipping.rules.Speed
    wrapped: Mapped[bool]
    message: Mapped[str]
    prices_hidden: Mapped[bool]
    changed_at: Mapped[datetime]
