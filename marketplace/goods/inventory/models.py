"""Tables of stock: what there is, why it is so, and what is held for somebody who is paying."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import TenantOwned


class Stock(TenantOwned):
    """How many of a variant there are (`on_hand`) and how many of those are held (`reserved`). `id` is the variant's."""

    __tablename__ = "stock"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "id"], ["variant.tenant_id", "variant.id"]),
        CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="never_oversold"),
    )

    product_id: Mapped[UUID]
    on_hand: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)


class Movement(TenantOwned):
    """Why the stock is what it is: one row for each change of `on_hand`."""

    __tablename__ = "movement"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "variant_id"], ["variant.tenant_id", "variant.id"]),
        Index("ix_movement_variant", "tenant_id", "variant_id", "at"),
    )

    variant_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str]  # opening, correction, sale, cancelled, returned
    delta: Mapped[int]
    on_hand_after: Mapped[int]
    by: Mapped[str]
    subject: Mapped[str]  # opaque: "order:0190…"


class Reservation(TenantOwned):
    """Stock held for one purchase until it is paid, or until its time is over. It ends exactly once."""

    __tablename__ = "reservation"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "variant_id"], ["variant.tenant_id", "variant.id"]),
        Index("ix_reservation_held", "expires_at", postgresql_where=text("state = 'held'")),
        Index("ix_reservation_purchase", "purchase_id"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    purchase_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    quantity: Mapped[int]
    state: Mapped[str]  # held, consumed, released
    expires_at: Mapped[datetime]
