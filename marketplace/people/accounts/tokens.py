"""Verbs on one-time links: an address is verified or changed, a change is undone, a forgotten password is replaced.

A link is made by `issue`, sent by letter, and used up by `redeem`, which answers the same to a wrong, used, replaced and
expired one. Following it shows a page; only its button redeems, so that programs which look into mail use nothing up.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select, update

from marketplace.kernel.ids import hash_token, new_id
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, rules
from marketplace.people.accounts.events import AccountTouched, LinkIssued, ResetAsked
from marketplace.people.accounts.keys import link_secret
from marketplace.people.accounts.limits import check_limit, note_try
from marketplace.people.accounts.models import Account, AccountToken, UserSession
from marketplace.people.accounts.rules import BY_LETTER, LASTS, UNDOING, AccountKind, Door, TokenPurpose
from marketplace.people.accounts.waiting import stop_waiting


def issue(work: Work, account_id: UUID, purpose: TokenPurpose, **data: str) -> str:
    """Make a one-time secret, and send it by letter where it belongs in one; gives the secret.

    It replaces earlier ones for the same purpose, but for undoing: each change can be undone by each of its letters.
    """
    if purpose not in UNDOING:
        revoke(work, account_id, purpose)
    token_id = new_id()
    secret = link_secret(token_id)
    work.session.add(
        AccountToken(
            id=token_id,
            account_id=account_id,
            purpose=purpose,
            hash=hash_token(secret),
            data=data,
            created_at=work.now,
            expires_at=work.now + LASTS[purpose],
        )
    )
    if purpose in BY_LETTER:
        work.tell(LinkIssued(token_id))
    return secret


def redeem(work: Work, secret: str, *purposes: TokenPurpose) -> AccountToken:
    """Use a one-time secret up; raises LinkDead as `hold` does."""
    token = hold(work, secret, *purposes)
    token.used_at = work.now
    return token


def hold(work: Work, secret: str, *purposes: TokenPurpose) -> AccountToken:
    """Lock a one-time secret that may be used; raises LinkDead when it is none, of another purpose, used, replaced or over."""
    token = work.session.find(
        select(AccountToken).where(
            AccountToken.hash == hash_token(secret),
            AccountToken.purpose.in_(purposes),
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > work.now,
        ),
        lock=True,
    )
    if token is None:
        raise errors.LinkDead
    return token


def revoke(work: Work, account_id: UUID, *purposes: TokenPurpose) -> None:
    """Make an account's unused secrets useless: those of some purposes, or all but the undoing of changes."""
    which = purposes or tuple(frozenset(TokenPurpose) - UNDOING)
    work.session.execute(
        update(AccountToken)
        .where(AccountToken.account_id == account_id, AccountToken.purpose.in_(which), AccountToken.used_at.is_(None))
        .values(used_at=work.now)
    )


@verb(needs=PROOF)
def ask_verification(work: Work, account_id: UUID, *, visitor: Visitor) -> None:
    """Send the link that verifies an address once more. Raises TooManyAttempts."""
    account = work.session.get_one(Account, account_id)
    count_letter(work, account.email, visitor, account_id)
    if account.verified_at is None:
        issue(work, account_id, TokenPurpose.VERIFY_EMAIL, email=account.email)


@verb(needs=PROOF)
def ask_reset(work: Work, email: str, *, visitor: Visitor) -> None:
    """Ask for a link to set a new password; nobody is told whether a member has this address. Raises TooManyAttempts.

    The same is done for each address: what a member's takes besides is done by the job, so that no clock tells them apart.
    """
    email = rules.tidy_email(email)
    count_letter(work, email, visitor, _member_with(work, email))
    work.tell(ResetAsked(email))


def send_reset(work: Work, fact: ResetAsked) -> None:
    """Send the link to set a new password, if a member has the address."""
    account_id = _member_with(work, fact.email)
    if account_id is not None:
        issue(work, account_id, TokenPurpose.RESET_PASSWORD, email=fact.email)


@verb(needs=PROOF)
def ask_email_change(work: Work, account_id: UUID, new: str, *, visitor: Visitor) -> None:
    """Send a link to a new address; the old one stays until it is opened. Raises TooManyAttempts.

    When another member has that address nothing is sent but a letter to them; nobody here is told.
    """
    new = rules.tidy_email(new)
    count_letter(work, str(account_id), visitor, account_id)
    work.audit("accounts.ask_email_change", f"account:{account_id}")
    owner = _member_with(work, new)
    if owner is None:
        issue(work, account_id, TokenPurpose.CHANGE_EMAIL, email=new)
    elif owner != account_id:
        work.tell(AccountTouched(new_id(), owner, "address_taken", new, ""))


@verb(needs=PROOF)
def follow_link(work: Work, secret: str) -> AccountToken:
    """Do what the link of a letter says about an address: verify it, change it, or undo a change.

    Raises LinkDead; EmailTaken when somebody took the address meanwhile.
    """
    token = redeem(work, secret, TokenPurpose.VERIFY_EMAIL, TokenPurpose.CHANGE_EMAIL, TokenPurpose.UNDO_EMAIL)
    account = work.session.lock_row(Account, token.account_id)
    email = str(token.data["email"])
    match TokenPurpose(token.purpose):
        case TokenPurpose.VERIFY_EMAIL:
            if email != account.email:
                raise errors.LinkDead
            account.verified_at = work.now
            work.audit("accounts.verify_email", f"account:{account.account_id}")
        case TokenPurpose.CHANGE_EMAIL:
            old, was_theirs = account.email, account.verified_at is not None
            _move(work, account, email)
            if was_theirs:  # whoever reads a mistyped address's mail gets no way into the account
                issue(work, account.account_id, TokenPurpose.UNDO_EMAIL, email=old)
        case _:
            _move(work, account, email)
            # Whoever changed the address may know the password: nobody stays, and the owner chooses a new one.
            work.session.execute(delete(UserSession).where(UserSession.account_id == account.account_id))
            issue(work, account.account_id, TokenPurpose.RESET_PASSWORD, email=email)
    return token


def _move(work: Work, account: Account, email: str) -> None:
    if _member_with(work, email) not in (None, account.account_id):
        raise errors.EmailTaken
    revoke(work, account.account_id)
    stop_waiting(work, account.account_id, why="email")
    account.email, account.verified_at = email, work.now
    work.audit("accounts.change_email", f"account:{account.account_id}")


def _member_with(work: Work, email: str) -> UUID | None:
    return work.session.scalar(
        select(Account.account_id).where(func.lower(Account.email) == email, Account.kind == AccountKind.MEMBER)
    )


def count_letter(work: Work, subject: str, visitor: Visitor, account_id: UUID | None) -> None:
    """Count a letter that somebody asks for; raises TooManyAttempts."""
    check_limit(work, Door.LETTER, subject, visitor, account_id=account_id)
    note_try(work, Door.LETTER, subject, visitor, ok=True, account_id=account_id)
