"""Verbs on shops as tenants: opening one, and who has which seat in it. Callers give the session and the moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.models import Membership, Tenant
from tenants.ownership import new_id
from tenants.roles import Role


def open_tenant(session: Session, *, slug: str, name: str, now: datetime) -> Tenant:
    """Enter a new shop in the directory. The slug must be free; the database refuses a second one."""
    tenant = Tenant(id=new_id(), slug=slug, name=name, created_at=now)
    session.add(tenant)
    session.flush()
    return tenant


def seat_member(session: Session, *, tenant_id: UUID, account_id: UUID, name: str, role: Role, now: datetime) -> None:
    """Give a person a role in a shop."""
    session.add(Membership(tenant_id=tenant_id, account_id=account_id, name=name, role=role.value, since=now))


def lock_seats(session: Session, tenant_id: UUID) -> Sequence[Membership]:
    """Load every seat of a shop, oldest first, and hold them until the end: who owns it is decided one at a time."""
    return session.scalars(
        select(Membership)
        .where(Membership.tenant_id == tenant_id)
        .order_by(Membership.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def change_seat(seat: Membership, *, role: Role, granted: Collection[str] = (), withheld: Collection[str] = ()) -> None:
    """Give a seat another role, with what is added to it and taken from it. An offer of ownership to it is over."""
    seat.role, seat.granted, seat.withheld = role.value, sorted(granted), sorted(withheld)
    seat.offered_at = seat.offered_by = None
    seat.version += 1
