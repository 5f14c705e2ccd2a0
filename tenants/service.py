"""Verbs on owners: opening a shop, who has which seat in it, one buyer taking over from another. Callers give the session."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tenants.models import Membership, ShopName, Tenant
from tenants.names import NameKind
from tenants.ownership import Base, SharedWithBuyer, new_id
from tenants.roles import Role
from tenants.wall import WalledSession


def open_tenant(session: Session, *, slug: str, name: str, now: datetime, kind: NameKind = NameKind.SLUG) -> Tenant:
    """Enter a new shop in the directory, as HELD where it does not open yet. The slug must be free; the database refuses it
    a second time.
    """
    tenant = Tenant(id=new_id(), name=name, created_at=now)
    session.add(tenant)
    session.flush()
    session.add(ShopName(tenant_id=tenant.id, name=slug, kind=kind, since=now))
    session.flush()
    return tenant


def hold_name(session: WalledSession, tenant_id: UUID, slug: str, *, kind: NameKind, now: datetime) -> None:
    """Call a shop that has not opened by another slug, or (SLUG) let it be found by it from now on. The slug must be free."""
    held = (ShopName.tenant_id == tenant_id) & (ShopName.kind == NameKind.HELD)
    name = session.lock(select(ShopName).where(held))[0]
    name.name, name.kind, name.since = slug, kind, now
    session.flush()


def seat_member(
    session: Session,
    *,
    tenant_id: UUID,
    account_id: UUID,
    name: str,
    role: Role,
    now: datetime,
    granted: Collection[str] = (),
    withheld: Collection[str] = (),
) -> None:
    """Give a person a role in a shop, with what is added to it and taken from it."""
    session.add(
        Membership(
            tenant_id=tenant_id, account_id=account_id, name=name, role=role.value, since=now,
            granted=sorted(granted), withheld=sorted(withheld),
        )
    )  # fmt: skip


def hand_over(session: Session, *, buyer: UUID, to: UUID) -> None:
    """Make one buyer the other side of all that a second one shares with shops. Needs a session above the walls.

    Parents come before children, so that whoever adds a row meanwhile, under its parent's lock, is not missed.
    """
    models = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    for table in Base.metadata.sorted_tables:
        model = models.get(table)
        if model is not None and issubclass(model, SharedWithBuyer):
            session.execute(update(model).where(model.buyer_id == buyer).values(buyer_id=to))


def leave_all(session: Session, account_id: UUID) -> list[UUID]:
    """Take a person's seats away, in every shop; gives the shops. Needs a session above the walls."""
    shops = select(Membership.tenant_id).where(Membership.account_id == account_id).order_by(Membership.tenant_id)
    left = list(session.scalars(shops))
    session.execute(delete(Membership).where(Membership.account_id == account_id))
    return left


def lock_seats(session: WalledSession, tenant_id: UUID) -> Sequence[Membership]:
    """Load every seat of a shop, oldest first, and hold them until the end: who owns it is decided one at a time."""
    return session.lock(select(Membership).where(Membership.tenant_id == tenant_id).order_by(Membership.id))


def change_seat(seat: Membership, *, role: Role, granted: Collection[str] = (), withheld: Collection[str] = ()) -> None:
    """Give a seat another role, with what is added to it and taken from it. An offer of ownership to it is over."""
    seat.role, seat.granted, seat.withheld = role.value, sorted(granted), sorted(withheld)
    seat.offered_at = seat.offered_by = None
    seat.version += 1
