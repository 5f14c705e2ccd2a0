"""Tables of customer groups: the groups, who is in them, who is invited, and what goods cost them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.goods.groups.rules import DEAREST_MINOR
from tenants.ownership import SharedWithBuyer, TenantOwned


class CustomerGroup(TenantOwned):
    """People to whom a shop sells at prices of their own. While it is off, they pay what everybody pays."""

    __tablename__ = "customer_group"
    __table_args__ = (Index("uq_customer_group_name", "tenant_id", func.lower(text("name")), unique=True),)

    name: Mapped[str]  # its members read it beside their price
    note: Mapped[str]  # for the shop itself
    is_on: Mapped[bool]
    made_at: Mapped[datetime]


class GroupMember(SharedWithBuyer):
    """That somebody is in a group of a shop, and in no other of it. `email` is what the shop wrote: it sees nothing else."""

    __tablename__ = "group_member"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "group_id"], ["customer_group.tenant_id", "customer_group.id"]),
        UniqueConstraint("tenant_id", "buyer_id"),
        Index("ix_group_member_group", "tenant_id", "group_id"),
    )

    group_id: Mapped[UUID]
    email: Mapped[str]
    accepted_at: Mapped[datetime]


class GroupInvitation(TenantOwned):
    """That somebody is invited to a group, by e-mail. The letter holds a secret, this row its hash; accepting deletes it."""

    __tablename__ = "group_invitation"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "group_id"], ["customer_group.tenant_id", "customer_group.id"]),
        UniqueConstraint("tenant_id", "group_id", "email"),
        CheckConstraint("expires_at > invited_at", name="lasts"),
    )

    group_id: Mapped[UUID]
    email: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class GroupPrice(TenantOwned):
    """What one piece of a variant costs the members of a group, in centavos with tax."""

    __tablename__ = "group_price"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "group_id"], ["customer_group.tenant_id", "customer_group.id"]),
        ForeignKeyConstraint(["tenant_id", "variant_id"], ["variant.tenant_id", "variant.id"], ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "group_id", "variant_id"),
        Index("ix_group_price_product", "tenant_id", "product_id"),
        CheckConstraint(f"price_minor BETWEEN 1 AND {DEAREST_MINOR}", name="price"),
    )

    group_id: Mapped[UUID]
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    price_minor: Mapped[int]
