"""Verbs on the bank accounts that shops are paid to: giving one, proving it by its centavos, waiting, saying no."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, func, select

from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.published import ACCOUNT_CHANGE_HOURS
from marketplace.kernel.reading import read_clabe
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.money.payouts.errors import CheckNotSent, NoOpenAccount, SameAccount, TooManyAccounts
from marketplace.money.payouts.events import AccountCheckArrived, AccountEnded, AccountGiven, AccountStarted
from marketplace.money.payouts.gateways import BankFile, StripeTransfers, TransferKind, TransferTold
from marketplace.money.payouts.gateways.told import RecipientStanding
from marketplace.money.payouts.models import PayoutAccount
from marketplace.money.payouts.rules import ACCOUNT_NEXT, OPEN, AccountEnd, AccountState
from marketplace.people.sellers import set_payout_clabe
from marketplace.people.sellers.events import BankAccountGiven
from marketplace.people.sellers.models import ShopTax

TRIES = 3
_MOST_GIVEN = 5
_GIVEN_WITHIN = timedelta(days=30)


@verb(needs=May.MANAGE_PAYOUT)
def give_account(work: Work, clabe: str) -> PayoutAccount:
    """Say to which account (CLABE, 18 digits) the shop's money is to go. Nothing goes there before it is proven.

    One that replaces another waits two days more, in which every owner may say no. What was given before and is not in
    use ends. Raises NotAClabe, SameAccount, TooManyAccounts.
    """
    clabe = read_clabe(clabe)
    live = _lock_live(work, work.tenant_id)
    if any(one.clabe == clabe for one in live):
        raise SameAccount
    _check_few(work)
    return _replace(work, live, clabe=clabe)


@verb(needs=May.MANAGE_PAYOUT)
def give_stripe_account(work: Work) -> PayoutAccount:
    """Say that the shop's money is to go to an account of its own at Stripe, which is opened next; in Mexico alone.

    It is proven once Stripe asks nothing more, and waits as one at a bank does. Asked for again, it is the one that waits.
    Raises SameAccount, TooManyAccounts.
    """
    live = _lock_live(work, work.tenant_id)
    waits = [one for one in live if one.road == StripeTransfers.name]
    if any(one.state not in OPEN for one in waits):
        raise SameAccount
    if waits:
        return waits[0]
    _check_few(work)
    return _replace(work, live)


def _check_few(work: Work) -> None:
    given = select(func.count()).where(
        PayoutAccount.tenant_id == work.tenant_id, PayoutAccount.given_at > work.now - _GIVEN_WITHIN
    )
    if (work.session.scalar(given) or 0) >= _MOST_GIVEN:
        raise TooManyAccounts


def _replace(work: Work, live: Sequence[PayoutAccount], *, clabe: str = "") -> PayoutAccount:
    tenant_id = work.tenant_id
    for one in live:
        if one.state in OPEN:
            _end(work, one, AccountEnd.CANCELLED)
    tax = work.session.get_one(ShopTax, (tenant_id, tenant_id))
    wait = timedelta(hours=ACCOUNT_CHANGE_HOURS) if _was_paid(work, tenant_id) else timedelta()
    account = _add(work, tenant_id, clabe, tax.legal_name, given_by=work.actor.name, wait=wait)
    work.audit("payout.account", f"shop:{tenant_id}", after=_masked(account), starts_at=account.starts_at.isoformat())
    work.tell(AccountGiven(tenant_id, account.id, work.actor.account_id))
    if work.actor.account_id is not None:
        work.tell(BankAccountGiven(work.actor.account_id))
    return account


def _masked(account: PayoutAccount) -> str:
    return f"•••{account.ends_with}" if account.clabe else "Stripe"


def _add(
    work: Work, tenant_id: UUID, clabe: str, holder: str, *, given_by: str, wait: timedelta = timedelta()
) -> PayoutAccount:
    account = PayoutAccount(
        tenant_id=tenant_id, id=new_id(), clabe=clabe, holder=holder, state=AccountState.UNPROVEN, code=new_code(),
        road=BankFile.name if clabe else StripeTransfers.name, check_minor=1 + secrets.randbelow(99) if clabe else None,
        tries_left=TRIES, given_at=work.now, given_by=given_by, starts_at=work.now + wait,
    )  # fmt: skip
    work.session.add(account)
    work.session.flush()
    return account


def _lock_live(work: Work, tenant_id: UUID) -> Sequence[PayoutAccount]:
    return work.session.lock(
        select(PayoutAccount)
        .where(PayoutAccount.tenant_id == tenant_id, PayoutAccount.state != AccountState.OVER)
        .order_by(PayoutAccount.id)
    )


def _was_paid(work: Work, tenant_id: UUID) -> bool:
    """Whether the shop has, or had, an account in use: another one is then a change."""
    before = select(PayoutAccount.id).where(
        PayoutAccount.tenant_id == tenant_id,
        (PayoutAccount.state == AccountState.IN_USE)
        | PayoutAccount.ended_for.in_([AccountEnd.REPLACED, AccountEnd.BOUNCED]),
    )
    return work.session.scalars(before.limit(1)).first() is not None


def _end(work: Work, account: PayoutAccount, why: AccountEnd) -> None:
    transition(account, AccountState.OVER, ACCOUNT_NEXT)
    account.ended_at, account.ended_for = work.now, why
    work.session.flush()  # the next one of its kind is entered after it


def _open_one(work: Work, tenant_id: UUID) -> PayoutAccount:
    found = [one for one in _lock_live(work, tenant_id) if one.state in OPEN]
    if not found:
        raise NoOpenAccount
    return found[0]


@verb(needs=May.MANAGE_PAYOUT)
def tell_centavos(work: Work, centavos: int) -> bool:
    """Prove the account that waits by what was deposited there. False when it was another amount: a try is gone, and with
    the last the account.

    Raises NoOpenAccount, CheckNotSent.
    """
    account = _open_one(work, work.tenant_id)
    if account.state != AccountState.UNPROVEN or account.check_minor is None:
        raise NoOpenAccount
    if account.sent_at is None:
        raise CheckNotSent
    if centavos != account.check_minor:
        account.tries_left -= 1
        work.audit("payout.account_mistyped", f"shop:{account.tenant_id}", left=account.tries_left)
        if not account.tries_left:
            _end(work, account, AccountEnd.MISTYPED)
            work.tell(AccountEnded(account.tenant_id, account.id))
        return False
    _prove(work, account)
    return True


def _prove(work: Work, account: PayoutAccount) -> None:
    account.proven_at = work.now
    work.audit(
        "payout.account_proven", f"shop:{account.tenant_id}", tenant_id=account.tenant_id, account=_masked(account)
    )
    if account.starts_at <= work.now:
        _start(work, account)
    else:
        transition(account, AccountState.WAITING, ACCOUNT_NEXT)


def note_recipient(work: Work, tenant_id: UUID, account_id: UUID, standing: RecipientStanding) -> None:
    """Write down how an account at Stripe stands: what is asked of the shop, and that it is proven once nothing is."""
    account = work.session.lock_row(PayoutAccount, (tenant_id, account_id))
    account.recipient = account.recipient or standing.ref
    account.asked = list(standing.asked)
    if standing.is_ready and account.state == AccountState.UNPROVEN:
        _prove(work, account)


@verb(needs=May.MANAGE_PAYOUT)
def cancel_account(work: Work) -> None:
    """Say no to an account that is not in use yet; the shop is paid to where it was. Raises NoOpenAccount."""
    account = _open_one(work, work.tenant_id)
    _end(work, account, AccountEnd.CANCELLED)
    work.audit("payout.account_cancelled", f"shop:{work.tenant_id}", account=_masked(account))


def start_waiting(work: Work, tenant_id: UUID) -> None:
    """Take a shop's account into use that was proven and has waited. Again does nothing."""
    for one in _lock_live(work, tenant_id):
        if one.state == AccountState.WAITING and one.starts_at <= work.now:
            _start(work, one)


def _start(work: Work, account: PayoutAccount) -> None:
    for one in _lock_live(work, account.tenant_id):
        if one.state == AccountState.IN_USE:
            _end(work, one, AccountEnd.REPLACED)
    transition(account, AccountState.IN_USE, ACCOUNT_NEXT)
    if account.clabe:
        set_payout_clabe(work, account.tenant_id, account.clabe)
    work.audit(
        "payout.account_started", f"shop:{account.tenant_id}", tenant_id=account.tenant_id, after=_masked(account)
    )
    work.tell(AccountStarted(account.tenant_id, account.id))


def begin_given(work: Work, *, at_once: int) -> None:
    """Have the accounts that shops opened with proven. Above the walls."""
    known = exists().where(PayoutAccount.tenant_id == ShopTax.tenant_id)
    rows = select(ShopTax).where(ShopTax.clabe.is_not(None), ~known).order_by(ShopTax.tenant_id)
    for tax in work.session.scalars(rows.limit(at_once)).all():
        assert tax.clabe is not None
        _add(work, tax.tenant_id, tax.clabe, tax.legal_name, given_by=tax.legal_name)


def take_check_told(work: Work, account: PayoutAccount, told: TransferTold) -> bool:
    """Take what a bank says of the centavos for a locked account; twice is once. False where it changes nothing."""
    if told.kind is TransferKind.PAID:
        if account.arrived_at is not None:
            return False
        account.arrived_at = work.now
        _record(work, account, arrived=True)
        if account.state == AccountState.UNPROVEN:
            work.tell(AccountCheckArrived(account.tenant_id, account.id))
        return True
    if account.state != AccountState.UNPROVEN:
        return False
    if account.arrived_at is not None:
        _record(work, account, arrived=False)
    _end(work, account, AccountEnd.BOUNCED)
    work.tell(AccountEnded(account.tenant_id, account.id))
    return True


def _record(work: Work, account: PayoutAccount, *, arrived: bool) -> None:
    assert account.check_minor is not None  # only accounts at banks get centavos
    ledger.record_account_check(
        work, tenant_id=account.tenant_id, account_id=account.id, amount_minor=account.check_minor, arrived=arrived
    )
