"""Whom a notification is for: an address, a name to greet, a language, and whose it is. All stand above the walls."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.work import Work
from marketplace.people.accounts import AccountKind
from marketplace.people.accounts.models import Account
from marketplace.people.sellers.models import Shop
from marketplace.trade.orders.models import Purchase
from tenants.models import Membership
from tenants.roles import Role

SPANISH = "es_MX"


@dataclass(frozen=True)
class Recipient:
    """Whom it is for: a person with an account, or a shop, or nobody known."""

    email: str
    name: str
    locale: str
    account_id: UUID | None = None
    tenant_id: UUID | None = None


def to_account(account: Account, *, email: str | None = None) -> Recipient:
    """The owner of an account, at its address or at the one (`email`) that it is about."""
    return Recipient(email or account.email, account.name, account.locale, account.account_id)


def to_person(work: Work, account_id: UUID) -> Recipient:
    """The owner of an account, by its number."""
    return to_account(work.session.scalars(select(Account).where(Account.account_id == account_id)).one())


def to_buyer(purchase: Purchase) -> Recipient:
    """Who bought, at the address and in the language of that purchase."""
    return Recipient(purchase.email, purchase.name, purchase.locale, purchase.account_id)


def to_shop(work: Work, tenant_id: UUID) -> Recipient:
    """A shop, at its address: in the language of the member whose address that is, or else of its first owner."""
    shop = work.session.get_one(Shop, (tenant_id, tenant_id))
    theirs = func.lower(Account.email) == shop.email.lower()
    locale = work.session.scalar(
        select(Account.locale)
        .join(Membership, Membership.account_id == Account.account_id)
        .where(Membership.tenant_id == tenant_id, theirs | (Membership.role == Role.OWNER))
        .order_by(theirs.desc(), Membership.since, Membership.id)
        .limit(1)
    )
    return Recipient(shop.email, shop.owner_name, locale or SPANISH, tenant_id=tenant_id)


def is_for(work: Work, to: Recipient, account_id: UUID | None) -> bool:
    """Say whether a letter is for the owner of an account: theirs, or at their address. It then says "you" of what they did."""
    if account_id is None or to.account_id is not None:
        return account_id is not None and to.account_id == account_id
    address = select(func.lower(Account.email)).where(Account.account_id == account_id)
    return work.session.scalar(address) == to.email.lower()


def to_invited(work: Work, email: str) -> Recipient:
    """Whoever reads the address that was invited; in their language if it is a member's. What they are called is theirs."""
    known = select(Account.locale).where(Account.kind == AccountKind.MEMBER, func.lower(Account.email) == email.lower())
    return Recipient(email, "", work.session.scalar(known) or SPANISH)


def to_staff(work: Work, roles: Collection[str]) -> list[Recipient]:
    """Everybody who works for the market in one of these roles."""
    found = select(Account).where(Account.staff_role.in_(roles)).order_by(Account.account_id)
    return [to_account(account) for account in work.session.scalars(found)]
