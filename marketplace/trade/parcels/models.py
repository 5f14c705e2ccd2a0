"""Tables of parcels."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped

from tenants.ownership import SharedWithBuyer


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
