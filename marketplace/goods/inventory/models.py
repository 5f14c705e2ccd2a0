"""Tables of stock: what there is, why it is so, and what is held for somebody who is paying."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.goods.inventory.rules import NEXT, MovementKind, ReservationState
from marketplace.kernel.states import states_only
from tenants.ownership import TenantOwned


class Location(TenantOwned):
    """Where a shop keeps its goods. One a shop for now: verbs that take stock by its variant alone stand on that."""

    __tablename__ = "location"
    __table_args__ = (UniqueConstraint("tenant_id", name="uq_location_one_a_shop"),)

    opened_at: Mapped[datetime]


def _kept_at(*, goes: bool) -> list[ForeignKeyConstraint]:
    """The keys of what is of one variant at one location; what `goes` is deleted with a product that was never sold."""
    of_variant = ["tenant_id", "variant_id"], ["variant.tenant_id", "variant.id"]
    return [
        ForeignKeyConstraint(*of_variant, ondelete="CASCADE" if goes else None),
        ForeignKeyConstraint(["tenant_id", "location_id"], ["location.tenant_id", "location.id"]),
    ]


class Stock(TenantOwned):
    """How many of a variant there are at a location (`on_hand`), and how many of those are held (`reserved`)."""

    __tablename__ = "stock"
    __table_args__ = (
        *_kept_at(goes=True),
        UniqueConstraint("tenant_id", "variant_id", "location_id", name="uq_stock_place"),
        CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="never_oversold"),
    )

    variant_id: Mapped[UUID]
    location_id: Mapped[UUID]
    product_id: Mapped[UUID]
    on_hand: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)


class StockMovement(TenantOwned):
    """Why the stock is what it is: one row for each change of `on_hand`."""

    __tablename__ = "movement"
    __table_args__ = (
        *_kept_at(goes=True),
        states_only(MovementKind, column="kind"),
        Index("ix_movement_variant", "tenant_id", "variant_id", "at"),
    )

    variant_id: Mapped[UUID]
    location_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str]  # rules.MovementKind
    delta: Mapped[int]
    on_hand_after: Mapped[int]
    by: Mapped[str]
    subject: Mapped[str]  # opaque: "order:0190…"


class Reservation(TenantOwned):
    """Stock held for one purchase until it is paid, or until its time is over. It ends exactly once."""

    __tablename__ = "reservation"
    __table_args__ = (
        *_kept_at(goes=False),
        states_only(ReservationState, NEXT),
        Index("ix_reservation_held", "expires_at", postgresql_where=text("state = 'held'")),
        Index("ix_reservation_purchase", "purchase_id"),
        Index("ix_reservation_variant", "tenant_id", "variant_id"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    purchase_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    location_id: Mapped[UUID]
    quantity: Mapped[int]
    state: Mapped[str]  # rules.ReservationState
    expires_at: Mapped[datetime]
