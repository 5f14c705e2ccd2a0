"""Questions of a shop about its customer groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, null, select, union_all

from marketplace.goods.catalog.models import Product, Variant
from marketplace.goods.groups.models import CustomerGroup, GroupInvitation, GroupMember, GroupPrice
from marketplace.kernel.matching import has_either
from marketplace.kernel.work import Work


@dataclass(frozen=True)
class GroupRow:
    """A group in the shop's list."""

    id: UUID
    name: str
    note: str
    is_on: bool
    members: int
    waiting: int
    prices: int


def groups(work: Work) -> list[GroupRow]:
    """List the groups of the shop this work stands in, by name."""
    counts = [
        select(func.count())
        .select_from(of)
        .where(of.tenant_id == CustomerGroup.tenant_id, of.group_id == CustomerGroup.id, *which)
        .correlate(CustomerGroup)
        .scalar_subquery()
        for of, *which in (
            (GroupMember,),
            (GroupInvitation, GroupInvitation.expires_at > work.now),
            (GroupPrice,),
        )
    ]
    rows = work.session.execute(
        select(CustomerGroup.id, CustomerGroup.name, CustomerGroup.note, CustomerGroup.is_on, *counts)
        .where(CustomerGroup.tenant_id == work.tenant_id)
        .order_by(func.lower(CustomerGroup.name))
    )
    return [GroupRow(*row) for row in rows]


@dataclass(frozen=True)
class GroupPerson:
    """Somebody of a group as its shop sees them: the address that it wrote, and whether they accepted."""

    id: UUID
    email: str
    accepted_at: datetime | None
    invited_at: datetime | None
    expires_at: datetime | None


def people_of_group(
    work: Work, group_id: UUID, *, offset: int = 0, limit: int = 50
) -> tuple[Sequence[GroupPerson], int]:  # fmt: skip
    """List members and who is invited, by address; and how many they are."""
    members = select(
        GroupMember.id, GroupMember.email, GroupMember.accepted_at, null().label("invited_at"), null().label("expires_at")
    ).where(GroupMember.tenant_id == work.tenant_id, GroupMember.group_id == group_id)  # fmt: skip
    invited = select(
        GroupInvitation.id, GroupInvitation.email, null().label("accepted_at"), GroupInvitation.invited_at,
        GroupInvitation.expires_at,
    ).where(GroupInvitation.tenant_id == work.tenant_id, GroupInvitation.group_id == group_id)  # fmt: skip
    every = union_all(members, invited).subquery()
    total = work.session.scalar(select(func.count()).select_from(every)) or 0
    rows = work.session.execute(select(every).order_by(every.c.email, every.c.id).offset(offset).limit(limit))
    return [GroupPerson(*row) for row in rows], total


@dataclass(frozen=True)
class GroupPriceRow:
    """A variant with what it costs everybody, and a group's members, in centavos."""

    variant_id: UUID
    product_id: UUID
    title: str
    name: str
    sku: str
    price_minor: int
    group_minor: int | None


def prices_of_group(
    work: Work, group_id: UUID, *, words: str = "", only_priced: bool = False, offset: int = 0, limit: int = 50
) -> tuple[Sequence[GroupPriceRow], int]:
    """List what the shop sells with a group's prices, by key, as its titles and keys are looked for; and how many there are."""
    of_group = (
        (GroupPrice.tenant_id == Variant.tenant_id)
        & (GroupPrice.variant_id == Variant.id)
        & (GroupPrice.group_id == group_id)
    )
    query = (
        select(
            Variant.id, Variant.product_id, Product.title, Variant.name, Variant.sku, Variant.price_minor,
            GroupPrice.price_minor.label("group_minor"),
        )
        .join(Product, (Product.tenant_id == Variant.tenant_id) & (Product.id == Variant.product_id))
        .join(GroupPrice, of_group, isouter=not only_priced)
        .where(Variant.tenant_id == work.tenant_id, Variant.removed_at.is_(None))
    )  # fmt: skip
    if words:
        query = query.where(has_either(words, words=[Product.title], codes=[Variant.sku]))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = work.session.execute(query.order_by(Variant.sku, Variant.id).offset(offset).limit(limit))
    return [GroupPriceRow(*row) for row in rows], total
