"""Verbs that bring a guest's purchases into an account. They stand above the walls: the rows change their buyer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money.payouts import hand_refunds_over
from marketplace.people.accounts import AccountKind, require_verified
from marketplace.people.accounts.models import Account
from marketplace.trade.orders.errors import GuestLinkOver
from marketplace.trade.orders.models import Purchase
from marketplace.trade.orders.queries import open_link
from tenants.service import hand_over


def guest_purchases(work: Work, account_id: UUID) -> Sequence[Purchase]:
    """List the purchases that were made without an account under a person's verified address, latest first.

    Raises VerifyFirst: whoever merely typed an address learns nothing of what was bought under it.
    """
    email = require_verified(work, account_id).email
    return work.session.scalars(
        select(Purchase)
        .join(Account, Account.account_id == Purchase.account_id)
        .where(Account.kind == AccountKind.GUEST, func.lower(Account.email) == email)
        .order_by(Purchase.created_at.desc())
    ).all()


@verb(needs=PROOF)
def adopt_guest_purchases(work: Work, account_id: UUID) -> int:
    """Bring every purchase made without an account under a person's verified address into it; says how many.

    Raises VerifyFirst. Doing it again finds none and changes nothing.
    """
    found = guest_purchases(work, account_id)
    return sum(_move(work, purchase, account_id) for purchase in sorted(found, key=lambda one: one.id))


@verb(needs=PROOF)
def adopt_by_link(work: Work, account_id: UUID, code: str, token: str) -> None:
    """Bring the purchase that a guest's link opens into an account. Raises GuestLinkOver, also when it is in one already."""
    purchase, by_guest = open_link(work, code, token)
    if not by_guest or not _move(work, purchase, account_id):
        raise GuestLinkOver


def _move(work: Work, purchase: Purchase, account_id: UUID) -> bool:
    """Move a guest's purchase; False when somebody else did a moment before, and it is a person's now."""
    purchase = work.session.lock_row(Purchase, purchase.id)
    guest = purchase.account_id
    if work.session.scalar(select(Account.kind).where(Account.account_id == guest)) != AccountKind.GUEST:
        return False
    purchase.account_id = purchase.cart_id = account_id  # no browser opens it by itself any more
    hand_over(work.session, buyer=guest, to=account_id)
    hand_refunds_over(work, guest, account_id)
    work.audit("orders.claim_purchase", f"purchase:{purchase.id}", guest=str(guest), account=str(account_id))
    return True
