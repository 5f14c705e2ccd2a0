"""Tables of quality: how often listings were seen and opened, and what was measured of facts over all of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, composite, mapped_column

from marketplace.window.quality.rules import MeasuredSide
from tenants.ownership import Reference, TenantOwned

_PARTS = ("listings", "shops", "seen", "opened", "bought")  # of a side, as its columns are named


class ListingTraffic(TenantOwned):
    """How often a listing was seen and opened on a day of Mexico City. `id` is the product's. It says nothing of who looked."""

    __tablename__ = "listing_traffic"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["product.tenant_id", "product.id"],
            ondelete="CASCADE",
            name="fk_listing_traffic_tenant_id_id_product",
        ),
        CheckConstraint("seen >= 0 AND opened >= 0", name="counts"),
        Index("ix_listing_traffic_day", "day"),
    )

    day: Mapped[date] = mapped_column(primary_key=True)
    seen: Mapped[int]
    opened: Mapped[int]


class FactEffect(Reference):
    """What was measured of a fact in a branch, where there is enough to say it (`rules.tells`). Written anew each day."""

    __tablename__ = "fact_effect"

    branch: Mapped[str] = mapped_column(primary_key=True)  # a category's code; empty: all of them
    fact: Mapped[str] = mapped_column(primary_key=True)  # rules.ListingFact
    having: Mapped[MeasuredSide] = composite(*(mapped_column(f"having_{part}") for part in _PARTS))
    lacking: Mapped[MeasuredSide] = composite(*(mapped_column(f"lacking_{part}") for part in _PARTS))
    measured_at: Mapped[datetime]
