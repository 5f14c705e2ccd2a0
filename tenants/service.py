"""Verbs on shops as tenants: opening one and seating people in it. Callers give the session and the moment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.models import Membership, ShopName, Tenant
from tenants.ownership import new_id
from tenants.roles import Role


def open_tenant(session: Session, *, slug: str, name: str, now: datetime) -> Tenant:
    """Enter a new shop in the directory. The slug must be free; the database refuses a second one."""
    tenant = Tenant(id=new_id(), name=name, created_at=now)
    session.add(tenant)
    session.flush()
    session.add(ShopName(tenant_id=tenant.id, name=slug, kind="slug", since=now))
    session.flush()
    return tenant


def seat_member(session: Session, *, tenant_id: UUID, account_id: UUID, name: str, role: Role, now: datetime) -> None:
    """Give a person a role in a shop."""
    session.add(Membership(tenant_id=tenant_id, account_id=account_id, name=name, role=role.value, since=now))
