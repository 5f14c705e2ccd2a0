"""Questions about staff, about shops to look into, and about who looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select

from marketplace.goods.catalog.models import Listing
from marketplace.kernel.matching import has_either, has_words, is_reached_by
from marketplace.kernel.reading import key_of_code, key_of_email
from marketplace.kernel.work import Work
from marketplace.people.accounts import AccountKind
from marketplace.people.accounts.models import Account
from marketplace.people.sellers import HAS_OPENED
from marketplace.people.sellers.models import Shop
from marketplace.trade.orders import OrderState
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.parcels.models import Parcel
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
    """List shops that have opened by name, or those that a text is said of; with how many there are.

    It is looked for in their name and slug, in the names of who runs them and works there, and as their whole e-mail
    address or telephone.
    """
    query = select(Shop).where(HAS_OPENED)
    if text:
        works_there = exists().where(Membership.tenant_id == Shop.tenant_id, has_words(text, Membership.name))
        named = has_either(text, words=(Shop.name, Shop.slug, Shop.owner_name), codes=(Shop.slug,))
        query = query.where(or_(named, works_there, is_reached_by(text, emails=(Shop.email,), phones=(Shop.phone,))))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return work.session.scalars(query.order_by(Shop.name, Shop.id).offset(offset).limit(limit)).all(), total


_MOST_FOUND = 20
_SHORTEST_NAME = 4  # letters; less than that is half of everybody


def orders(work: Work, *, text: str) -> Sequence[Any]:
    """List orders that a text is of, the latest first: code, shop, day and state, and nothing of who bought.

    A text is the code of the order or of its purchase, its tracking number, the whole e-mail address or telephone of who
    bought, or their name. What is in an order opens behind a look with its reason.
    """
    query = (
        select(Order.code, Order.state, Order.placed_at, Order.shop_name, Shop.slug)
        .join(Shop, Shop.tenant_id == Order.tenant_id)
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(_is_order_of(text), Order.state.not_in([OrderState.AWAITING_PAYMENT, OrderState.EXPIRED]))
    )
    return work.session.execute(query.order_by(Order.placed_at.desc(), Order.id).limit(_MOST_FOUND)).all()


def _is_order_of(text: str) -> ColumnElement[bool]:
    code = key_of_code(text)
    found = [is_reached_by(text, emails=(Purchase.email,), phones=(Purchase.phone, Order.phone))]
    if code:
        found += [_code(column) == code for column in (Order.code, Purchase.code)]
        of_order = (Parcel.tenant_id == Order.tenant_id) & (Parcel.order_id == Order.id)
        found.append(exists().where(of_order, _code(Parcel.tracking) == code))
    if len(text) >= _SHORTEST_NAME:
        found.append(has_words(text, Order.buyer_name))
    return or_(*found)


def _code(column: Any) -> ColumnElement[str]:
    return func.regexp_replace(func.upper(column), "[^0-9A-Z]", "", "g")


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
