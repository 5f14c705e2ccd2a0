"""Shops as tenants, and who belongs to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column

from tenants.names import DOMAIN_NEXT, DomainProblem, DomainState, NameKind
from tenants.ownership import PublicShelf, Reference, ShopReadable, TenantOwned, new_id
from tenants.roles import Role
from tenants.states import states_only


class ShopName(PublicShelf):
    """A name under which a shop is found: its slug, the slugs it had, the domains it proved. No two shops share one.

    The slug of one that has not opened is held for it.
    """

    __tablename__ = "shop_name"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
        states_only(NameKind, column="kind"),
        # One slug at a time; the ones before lead to it.
        Index(
            "uq_shop_name_slug", "tenant_id", unique=True, postgresql_where=text("kind = 'slug' AND retired_at IS NULL")
        ),
    )

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # names.NameKind
    since: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Tenant(Reference):
    """One shop in the directory. Everything else about it lives behind its wall."""

    __tablename__ = "tenant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    created_at: Mapped[datetime]
    slug: Mapped[str] = column_property(
        select(ShopName.name)
        .where(ShopName.tenant_id == id)  # noqa: A003 - the column above
        .where(ShopName.kind.in_([NameKind.SLUG, NameKind.HELD]), ShopName.retired_at.is_(None))
        .correlate_except(ShopName)
        .scalar_subquery()
    )


class Membership(TenantOwned):
    """A person's place in a shop, with the role that decides what they may do there."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("tenant_id", "account_id"),
        ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
        states_only(Role, column="role"),
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
        states_only(Role, column="role"),
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


class Hostname(TenantOwned):
    """A domain that a shop says is its own, and how far the proof is. Once proved it is among the shop's names."""

    __tablename__ = "hostname"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenant.id"]),
        UniqueConstraint("tenant_id", "name"),
        states_only(DomainState, DOMAIN_NEXT),
        states_only(DomainProblem, column="problem"),
        Index("ix_hostname_due", "check_at"),
    )

    name: Mapped[str]  # as the DNS knows it: lower case, IDNA
    token: Mapped[str]  # what the TXT record must say
    state: Mapped[str]  # names.DomainState
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    check_at: Mapped[datetime | None]  # when the clock looks next; None when it no longer does
    checked_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    missed: Mapped[int] = mapped_column(default=0)  # looks in a row that did not find the record
    problem: Mapped[str | None]  # names.DomainProblem


class StaffLook(ShopReadable):
    """A member of staff looked into a shop: who, as what, what they opened, why, and until when. Never changed."""

    __tablename__ = "staff_look"
    __table_args__ = (Index("ix_staff_look_open", "account_id", "ends_at"),)

    account_id: Mapped[UUID]
    who: Mapped[str]
    role: Mapped[str]
    areas: Mapped[list[Any]]
    reason: Mapped[str]
    note: Mapped[str]
    about: Mapped[str | None]  # code of an order, return or claim
    at: Mapped[datetime]
    ends_at: Mapped[datetime]
