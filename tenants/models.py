"""Shops as tenants, and who belongs to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import Reference, TenantOwned, new_id


class Tenant(Reference):
    """One shop in the directory: its name in addresses. Everything else about it lives behind its wall."""

    __tablename__ = "tenant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime]


class Membership(TenantOwned):
    """A person's place in a shop, with the role that decides what they may do there."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("tenant_id", "account_id"),
        ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
    )

    account_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]  # as colleagues and buyers see it: "Lo empacó Pía"
    role: Mapped[str]
    since: Mapped[datetime]
