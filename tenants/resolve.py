"""From an address to a shop, and from a person to their place in it. The only place that knows how."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants.models import Membership, Tenant
from tenants.roles import Role


@dataclass(frozen=True)
class Seat:
    """A person's place in one shop."""

    tenant_id: UUID
    slug: str
    shop_name: str
    member_name: str
    role: Role
    granted: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def seats_of(session: Session, *, account_id: UUID) -> list[Seat]:
    """List the shops a person belongs to, by name. Needs a session above the walls."""
    rows = session.execute(
        select(
            Tenant.id,
            Tenant.slug,
            Tenant.name,
            Membership.name.label("member_name"),
            Membership.role,
            Membership.granted,
            Membership.withheld,
        )
        .join(Membership, Membership.tenant_id == Tenant.id)
        .where(Membership.account_id == account_id)
        .order_by(Tenant.name)
    )
    return [
        Seat(row.id, row.slug, row.name, row.member_name, Role(row.role), tuple(row.granted), tuple(row.withheld))
        for row in rows
    ]
