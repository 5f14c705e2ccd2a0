"""Tables of shipping: each shop's published terms, and the parcels it sends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped

from tenants.ownership import PublicShelf, SharedWithBuyer


class ShippingTerms(PublicShelf):
    """How a shop ships: from where, how soon, at which price for each zone. One row a shop; `id` is the shop's own."""

    __tablename__ = "shipping_terms"

    postal_code: Mapped[str]
    state_code: Mapped[str]
    handling_days: Mapped[int]  # business days to pack
    cutoff_hour: Mapped[int]  # paid before this hour (Mexico City) counts today
    free_from_minor: Mapped[int | None]  # goods of this much ship free; None: never
    uncovered_states: Mapped[list[Any]]
    # zone -> {base_minor (first kg), per_kg_minor (each further), min_days, max_days}; a missing zone is not served
    rates: Mapped[dict[str, Any]]
    version: Mapped[int]


class Parcel(SharedWithBuyer):
    """What was packed for an order: by whom, with which words, and where it is."""

    __tablename__ = "parcel"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        Index("ix_parcel_order", "tenant_id", "order_id"),
        Index("ix_parcel_number", "carrier", "tracking", postgresql_where=text("tracking IS NOT NULL")),
    )

    order_id: Mapped[UUID]
    packed_by: Mapped[str]
    packed_at: Mapped[datetime]
    note: Mapped[str]  # from the person who packed, to the buyer
    carrier: Mapped[str | None]
    tracking: Mapped[str | None]
    shipped_at: Mapped[datetime | None]
    promise_from: Mapped[date]
    promise_to: Mapped[date]
    delivered_at: Mapped[datetime | None]
