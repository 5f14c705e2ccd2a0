"""About the money of shops on its way to their banks: what arrived, what did not, and where it goes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.reading import bank_of
from marketplace.kernel.work import Work
from marketplace.money.payouts.events import (
    AccountCheckArrived,
    AccountEnded,
    AccountGiven,
    AccountStarted,
    PayoutFailed,
    PayoutPaid,
)
from marketplace.money.payouts.models import Payout, PayoutAccount
from marketplace.people.sellers.models import Shop
from marketplace.platform.notifications.recipients import Recipient, is_for, to_person, to_shop
from marketplace.platform.notifications.service import notify
from tenants.models import Membership
from tenants.roles import Role


def _shop(work: Work, tenant_id: UUID) -> Shop:
    return work.session.get_one(Shop, (tenant_id, tenant_id))


def _owners(work: Work, tenant_id: UUID) -> list[Recipient]:
    """Every owner, at their own address: whoever took over the shop's address is not the only one who is told."""
    owners = select(Membership.account_id).where(Membership.tenant_id == tenant_id, Membership.role == Role.OWNER)
    return [to_person(work, account_id) for account_id in work.session.scalars(owners.order_by(Membership.id)).all()]


def _which(account: Payout | PayoutAccount) -> str:
    return f"•••{account.ends_with}" if account.clabe else "Stripe"


def _tell_payout(work: Work, kind: str, fact: PayoutPaid | PayoutFailed, path: str) -> None:
    payout = work.session.get_one(Payout, (fact.tenant_id, fact.payout_id))
    data = {
        "code": payout.code, "amount_minor": payout.amount_minor, "orders": payout.orders, "which": _which(payout),
        "bank": bank_of(payout.clabe) if payout.clabe else "Stripe", "failure": payout.failure or "",
    }  # fmt: skip
    path = f"/vender/{_shop(work, fact.tenant_id).slug}/{path.format(code=payout.code)}"
    notify(work, kind, to_shop(work, fact.tenant_id), payout.id, data, path)


def tell_paid(work: Work, fact: PayoutPaid) -> None:
    """The shop learns that money is in its bank."""
    _tell_payout(work, "payout_paid", fact, "dinero/depositos/{code}")


def tell_failed(work: Work, fact: PayoutFailed) -> None:
    """The shop learns that money did not arrive, where it is, and what to do."""
    _tell_payout(work, "payout_failed", fact, "cuenta-de-pago")


def _tell_account(
    work: Work, kind: str, fact: AccountGiven | AccountCheckArrived | AccountStarted | AccountEnded
) -> None:
    account = work.session.get_one(PayoutAccount, (fact.tenant_id, fact.account_id))
    shop = _shop(work, fact.tenant_id)
    data = {
        "shop": shop.name, "who": account.given_by, "which": _which(account), "starts_at": account.starts_at,
        "why": account.ended_for or "",
    }  # fmt: skip
    by_id = fact.by_id if isinstance(fact, AccountGiven) else None
    for owner in _owners(work, fact.tenant_id):
        about = f"{account.id}:{owner.account_id}"
        told = data | {"mine": is_for(work, owner, by_id)}
        notify(work, kind, owner, about, told, f"/vender/{shop.slug}/cuenta-de-pago")


def tell_account_given(work: Work, fact: AccountGiven) -> None:
    """All owners learn that somebody gave another account, and that they may say no."""
    _tell_account(work, "payout_account_given", fact)


def tell_check_arrived(work: Work, fact: AccountCheckArrived) -> None:
    """All owners learn that the centavos are there."""
    _tell_account(work, "payout_account_check", fact)


def tell_account_started(work: Work, fact: AccountStarted) -> None:
    """All owners learn where the money goes from now on."""
    _tell_account(work, "payout_account_started", fact)


def tell_account_ended(work: Work, fact: AccountEnded) -> None:
    """All owners learn that an account did not prove to be theirs, and what to do."""
    _tell_account(work, "payout_account_ended", fact)
