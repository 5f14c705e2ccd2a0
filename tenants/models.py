"""Shops as tenants, and who belongs to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, func, text
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
        # Ownership is offered to one person at a time.
        Index("uq_membership_offer", "tenant_id", unique=True, postgresql_where=text("offered_at IS NOT NULL")),
    )

    account_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]  # as colleagues and buyers see it: "Lo empacó Pía"
    role: Mapped[str]
    granted: Mapped[list[Any]] = mapped_column(default=list)  # permissions besides those of the role
    withheld: Mapped[list[Any]] = mapped_column(default=list)  # permissions of the role that this person lacks
    since: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)  # two people who change a seat at once: the second is told
    offered_at: Mapped[datetime | None]  # ownership is offered to this person
    offered_by: Mapped[UUID | None]  # by this account


class Invitation(TenantOwned):
    """A place in a shop that waits for somebody, by e-mail. The letter holds a secret, this row its hash."""

    __tablename__ = "invitation"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
        Index(
            "uq_invitation_waiting",
            "tenant_id",
            func.lower(text("email")),
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    email: Mapped[str]
    role: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    sending: Mapped[int] = mapped_column(default=1)  # each sending has a secret of its own; the one before is over
    invited_by: Mapped[str]
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None]
