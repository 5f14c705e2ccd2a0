"""Questions about staff, about shops to look into, and about who looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.goods.catalog.models import Listing
from marketplace.kernel.matching import has_either
from marketplace.kernel.reading import key_of_email
from marketplace.kernel.work import Work
from marketplace.people.accounts import AccountKind
from marketplace.people.accounts.models import Account
from marketplace.people.sellers.models import Shop
from marketplace.trade.orders.models import Order
from tenants.models import Membership, ShopName, StaffLook


def members(work: Work) -> Sequence[Any]:
    """List who is staff, by name, with role and e-mail."""
    return work.session.execute(
        select(Account.account_id, Account.name, Account.email, Account.staff_role)
        .where(Account.staff_role.is_not(None))
        .order_by(Account.name, Account.account_id)
    ).all()


def find_member_id(work: Work, email: str) -> UUID | None:
    """Find a member of staff by e-mail."""
    return work.session.scalar(
        select(Account.account_id).where(
            func.lower(Account.email) == key_of_email(email),
            Account.kind == AccountKind.MEMBER,
            Account.staff_role.is_not(None),
        )
    )


def shops(work: Work, *, text: str, offset: int, limit: int) -> tuple[Sequence[Shop], int]:
    """List shops by name, or those whose name or slug holds a text; with how many there are."""
    query = select(Shop)
    if text:
        query = query.where(has_either(text, words=(Shop.name, Shop.slug), codes=(Shop.slug,)))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return work.session.scalars(query.order_by(Shop.name, Shop.id).offset(offset).limit(limit)).all(), total


@dataclass(frozen=True)
class ShopFacts:
    """What a shop is, for who looks into it."""

    members: Sequence[Membership]
    names: Sequence[ShopName]
    listings: int
    orders: int
    last_order: datetime | None


def facts(work: Work) -> ShopFacts:
    """Gather what the shop this work stands in is."""
    orders, last = work.session.execute(
        select(func.count(), func.max(Order.placed_at)).where(Order.tenant_id == work.tenant_id)
    ).one()
    return ShopFacts(
        work.session.scalars(select(Membership).order_by(Membership.since, Membership.id)).all(),
        work.session.scalars(
            select(ShopName).where(ShopName.tenant_id == work.tenant_id).order_by(ShopName.since, ShopName.name)
        ).all(),
        work.session.scalar(select(func.count()).select_from(Listing).where(Listing.tenant_id == work.tenant_id)) or 0,
        orders,
        last,
    )


def looks(work: Work, *, offset: int, limit: int) -> tuple[Sequence[StaffLook], int]:
    """List who of staff looked into the shop this work stands in, latest first; with how many times."""
    query = select(StaffLook).where(StaffLook.tenant_id == work.tenant_id)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return work.session.scalars(
        query.order_by(StaffLook.at.desc(), StaffLook.id).offset(offset).limit(limit)
    ).all(), total
