"""The table of the views that members of a shop keep of its products."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import TenantOwned


class ProductView(TenantOwned):
    """Filters, order and columns that a member of a shop gave a name: their own, in that shop."""

    __tablename__ = "product_view"
    __table_args__ = (UniqueConstraint("tenant_id", "account_id", "name"),)

    account_id: Mapped[UUID] = mapped_column()
    name: Mapped[str]
    asked: Mapped[str]  # as the table's address says it
    made_at: Mapped[datetime]
