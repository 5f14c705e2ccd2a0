"""Tables of addresses. Names of shops stand in `tenants.models`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from tenants.ownership import TenantOwned


class OldAddress(TenantOwned):
    """A path at which a product's page stood in its shop's site before: at the shop's own host it leads to the product."""

    __tablename__ = "old_address"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"], ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "path"),
        Index("ix_old_address_product", "tenant_id", "product_id"),
    )

    path: Mapped[str]  # as `key_of_path` gives it
    product_id: Mapped[UUID]
    added_at: Mapped[datetime]
