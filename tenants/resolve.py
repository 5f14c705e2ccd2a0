"""From an address to a shop, and from a person to their place in it. The only place that knows how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tenants.models import Membership, ShopName, StaffLook, Tenant
from tenants.names import NameKind
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


def works_in(session: Session, *, account_id: UUID | None, tenant_id: UUID) -> bool:
    """Say whether a person has a seat in a shop. Needs a session above the walls."""
    seat = select(Membership.id).where(Membership.tenant_id == tenant_id, Membership.account_id == account_id)
    return session.scalar(seat) is not None


@dataclass(frozen=True)
class FoundShop:
    """A shop found by one of its names."""

    tenant_id: UUID
    slug: str
    shop_name: str
    name: str  # the one it was found by
    retired: bool  # it had this slug once; `slug` is the one it has
    held: bool = False  # it has not opened: only its members enter


def find_shop(session: Session, name: str) -> FoundShop | None:
    """Find the shop with this name: its slug, one it had, or a domain it proved. Any session may ask."""
    row = session.execute(
        select(Tenant.id, Tenant.slug, Tenant.name, ShopName.retired_at, ShopName.kind)
        .join(ShopName, ShopName.tenant_id == Tenant.id)
        .where(ShopName.name == name)
    ).first()
    if row is None:
        return None
    return FoundShop(row.id, row.slug, row.name, name, row.retired_at is not None, row.kind == NameKind.HELD)


def find_shop_at(session: Session, host: str, *, market_domain: str) -> FoundShop | None:
    """Find the shop that answers at a host: `<slug>.<market domain>`, or a domain of its own. One not opened does not."""
    label, _, rest = host.partition(".")
    found = find_shop(session, label if rest == market_domain else host) if rest else None
    return None if found is None or found.held else found


def own_domain(tenant_id: ColumnElement[UUID] | InstrumentedAttribute[UUID]) -> ScalarSelect[str | None]:
    """Give the expression for a shop's own domain: of several, the one proved first."""
    return (
        select(ShopName.name)
        .where(ShopName.tenant_id == tenant_id, ShopName.kind == "domain")
        .order_by(ShopName.since, ShopName.name)
        .limit(1)
        .correlate_except(ShopName)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Look:
    """A member of staff's open look into one shop."""

    tenant_id: UUID
    slug: str
    shop_name: str
    areas: frozenset[str]
    reason: str
    ends_at: datetime


def find_look(session: Session, *, slug: str, account_id: UUID, now: datetime) -> Look | None:
    """Find what a member of staff may look at in a shop just now. Needs a session above the walls.

    Looks that overlap add up; the reason and the end are those of the latest.
    """
    shop = find_shop(session, slug)
    if shop is None:
        return None
    looks = session.scalars(
        select(StaffLook)
        .where(StaffLook.tenant_id == shop.tenant_id, StaffLook.account_id == account_id, StaffLook.ends_at > now)
        .order_by(StaffLook.at.desc())
    ).all()
    if not looks:
        return None
    areas = frozenset(area for look in looks for area in look.areas)
    return Look(shop.tenant_id, shop.slug, shop.shop_name, areas, looks[0].reason, looks[0].ends_at)
