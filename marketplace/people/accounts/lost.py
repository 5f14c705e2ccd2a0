"""Verbs on a lost second factor. Password and mailbox together begin a time to object; only its end takes the factor away.

Whoever has the factor, a session or the mailbox ends it before. Nobody gets in meanwhile who could not before.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select

from marketplace.kernel.ids import new_id
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, factors, rules, service, tokens
from marketplace.people.accounts.events import AccountTouched
from marketplace.people.accounts.models import Account, CodeApp, LostFactor, Passkey, RecoveryCode
from marketplace.people.accounts.rules import LostState, TokenPurpose
from marketplace.people.accounts.waiting import find_waiting, stop_waiting

_AT_ONCE = 50


@verb(needs=PROOF)
def ask_lost_link(work: Work, step: str, *, visitor: Visitor) -> None:
    """Send the link that begins the time to object, to who has given the password. Nothing goes to an unverified address.

    Raises SecondStepOver, TooManyAttempts.
    """
    account = factors.account_at_second_step(work, step)
    tokens.count_letter(work, account.email, visitor, account.account_id)
    work.audit("accounts.ask_lost_link", f"account:{account.account_id}")
    if account.verified_at is not None:
        tokens.issue(work, account.account_id, TokenPurpose.LOST_FACTOR, email=account.email)


@verb(needs=PROOF)
def begin_waiting(work: Work, secret: str, *, step: str, password: str, visitor: Visitor) -> LostFactor | None:
    """Follow the link: the time to object begins, and its owner hears so at once; gives the one that runs already.

    Who gave the password a moment ago has the `step`; others give the password; None when it is wrong, and the link
    still works. Raises LinkDead, TooManyAttempts.
    """
    token = tokens.redeem(work, secret, TokenPurpose.LOST_FACTOR)
    account = work.session.get_one(Account, token.account_id)
    # The password first: whoever enters waits for tries to be counted, and only then touches the account's row.
    if not is_step_of(work, step, account.account_id) and not service.check_password(
        work, email=account.email, password=password, visitor=visitor
    ):
        token.used_at = None
        return None
    account = work.session.lock_row(Account, account.account_id)
    if not factors.has_factor(work, account.account_id):
        raise errors.LinkDead
    running = find_waiting(work, account.account_id)
    if running is not None:
        return running
    lost = LostFactor(
        account_id=account.account_id,
        state=LostState.WAITING,
        asked_at=work.now,
        due_at=work.now + rules.OBJECT_WITHIN,
    )
    work.session.add(lost)
    work.audit("accounts.lose_factor", f"account:{account.account_id}", due_at=lost.due_at.isoformat())
    _write(work, lost, account)
    return lost


def is_step_of(work: Work, step: str, account_id: UUID) -> bool:
    """Whether a second step waits, and is of this account: whoever has its secret gave the password a moment ago."""
    try:
        return factors.account_at_second_step(work, step).account_id == account_id
    except errors.SecondStepOver:
        return False


def _write(work: Work, lost: LostFactor, account: Account) -> None:
    """Write to the owner until when they can object; the link in the letter does it."""
    tokens.issue(
        work, account.account_id, TokenPurpose.KEEP_FACTOR, email=account.email, due_at=lost.due_at.isoformat()
    )


@verb(needs=PROOF)
def keep_by_link(work: Work, secret: str) -> bool:
    """Object by the link of a letter; False when nothing waits any more. Raises LinkDead."""
    token = tokens.redeem(work, secret, TokenPurpose.KEEP_FACTOR)
    return stop_waiting(work, token.account_id, why="letter")


@verb(needs=PROOF)
def go_on(work: Work) -> None:
    """By the clock: remind of what ends soon, and take away what nobody objected to."""
    soon = work.now + rules.REMIND_BEFORE
    due = select(LostFactor.account_id).where(
        LostFactor.state == LostState.WAITING,
        (LostFactor.due_at <= work.now) | (LostFactor.reminded_at.is_(None) & (LostFactor.due_at <= soon)),
    )
    for account_id in work.session.scalars(due.order_by(LostFactor.due_at).limit(_AT_ONCE)).all():
        # The account first, as whoever gives a code at this very moment does.
        account = work.session.lock_row(Account, account_id)
        lost = find_waiting(work, account_id, lock=True)
        if lost is None:
            continue
        if lost.due_at <= work.now:
            _take_away(work, lost, account)
        elif lost.reminded_at is None:
            lost.reminded_at = work.now
            _write(work, lost, account)


def _take_away(work: Work, lost: LostFactor, account: Account) -> None:
    transition(lost, LostState.DONE, rules.LOST_NEXT)
    lost.ended_at = work.now
    for table in (CodeApp, Passkey, RecoveryCode):
        work.session.execute(delete(table).where(table.account_id == account.account_id))
    service.end_sessions(work, account.account_id)
    tokens.revoke(work, account.account_id)
    work.audit("accounts.remove_lost_factor", f"account:{account.account_id}")
    work.tell(AccountTouched(new_id(), account.account_id, "factor_lost", account.email, ""))
