"""Verbs on people: signing up, in and out. All of them stand above the walls: who you are is found out here.

What proves who somebody is besides the password is in `factors` and `passkeys`; links of letters are in `tokens`.
"""

from __future__ import annotations

import threading
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.ids import hash_token, new_id, new_token
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, rules, tokens
from marketplace.people.accounts.events import AccountOpened, AccountTouched
from marketplace.people.accounts.limits import check_limit, note_try
from marketplace.people.accounts.models import (
    Account,
    AccountToken,
    CodeApp,
    LostFactor,
    Passkey,
    RecoveryCode,
    UserSession,
)
from marketplace.people.accounts.rules import AccountKind, Door, TokenPurpose
from marketplace.people.accounts.waiting import stop_waiting
from tenants.rows import NewRows

# OWASP's smallest recommended cost. The default cost takes half a second of both cores, which is a lever for attackers.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_two_at_once = threading.BoundedSemaphore(2)
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Give what is stored of a password in its one Unicode form (Argon2id)."""
    with _two_at_once:
        return _hasher.hash(rules.password_form(password))


def _fits(password: str, stored: str) -> bool:
    """Say whether a password is the one that was stored, in its one form or, for older hashes, as it was typed then."""
    with _two_at_once:
        return any(_is_hash_of(one, stored) for one in dict.fromkeys((rules.password_form(password), password)))


def _is_out_of_date(stored: str, password: str) -> bool:
    """Whether a hash that a password fits was made at another cost, or of another form of it."""
    form = rules.password_form(password)
    return _hasher.check_needs_rehash(stored) or (form != password and not _is_hash_of(form, stored))


def _is_hash_of(password: str, stored: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@verb(needs=PROOF)
def sign_up(work: Work, *, email: str, name: str, password: str, locale: str, visitor: Visitor) -> UUID:
    """Open an account and write to its address, which is not verified yet. Gives the account.

    When a member has this address already, its owner gets a letter instead, and the answer is the id of nobody: from
    outside the two look the same. Raises WeakPassword when the password is easily guessed, TooManyAttempts.
    """
    email = rules.tidy_email(email)
    check_strong(password, email=email, name=name)
    check_limit(work, Door.SIGN_UP, email, visitor)
    note_try(work, Door.SIGN_UP, email, visitor, ok=True)
    hashed = hash_password(password)  # also for nothing, so that the clock does not tell who has an account
    try:
        with work.attempt():
            account_id = open_account(work, email=email, name=name, password_hash=hashed, locale=locale, verified=False)
    except IntegrityError:
        owner = _find_member(work, email)
        if owner is None:
            raise
        work.tell(AccountTouched(new_id(), owner.account_id, "address_taken", owner.email, ""))
        return new_id()
    tokens.issue(work, account_id, TokenPurpose.VERIFY_EMAIL, email=email)
    work.tell(AccountOpened(account_id))
    return account_id


def check_strong(password: str, *, email: str, name: str) -> None:
    """Refuse a password that is easily guessed; raises WeakPassword."""
    if not rules.is_strong(password, known=[email, name]):
        raise errors.WeakPassword(shortest=rules.SHORTEST_PASSWORD)


def open_account(
    work: Work,
    *,
    email: str,
    name: str,
    password_hash: str,
    locale: str = "es_MX",
    staff_role: str | None = None,
    verified: bool = True,
) -> UUID:
    """Write a member's account down, as sign-up, the seed and the command line do.

    Raises IntegrityError when a member has this address.
    """
    account = Account(
        account_id=new_id(),
        kind=AccountKind.MEMBER,
        email=rules.tidy_email(email),
        name=name,
        password_hash=password_hash,
        locale=locale,
        staff_role=staff_role,
        created_at=work.now,
        verified_at=work.now if verified else None,
    )
    work.session.add(account)
    work.session.flush()
    work.audit("accounts.open", f"account:{account.account_id}", staff_role=staff_role)
    return account.account_id


def open_guest(work: Work, rows: NewRows, *, email: str, name: str, phone: str, locale: str) -> UUID:
    """Make the nameless account behind one guest checkout. It has no password and sees that purchase only."""
    account_id = new_id()
    rows.add(
        Account,
        account_id=account_id,
        kind=AccountKind.GUEST,
        email=rules.tidy_email(email),
        name=name,
        phone=phone,
        locale=locale,
        created_at=work.now,
    )
    return account_id


def find_member_id(work: Work, email: str) -> UUID | None:
    """Find the member with an e-mail address."""
    member = _find_member(work, rules.tidy_email(email))
    return member.account_id if member else None


def _find_member(work: Work, email: str) -> Account | None:
    return work.session.scalar(
        select(Account).where(func.lower(Account.email) == email, Account.kind == AccountKind.MEMBER)
    )


def check_password(work: Work, *, email: str, password: str, visitor: Visitor) -> Account | None:
    """Check who somebody says they are, and note the try. None means wrong; which part was wrong is not told.

    Raises TooManyAttempts after too many failures for the account or from the network address.
    """
    email = rules.tidy_email(email)
    account = _find_member(work, email)
    account_id = account.account_id if account else None
    check_limit(work, Door.PASSWORD, email, visitor, account_id=account_id)
    # An unknown address costs the same time as a wrong password, so that the clock does not tell them apart.
    ok = _fits(password, (account.password_hash if account else None) or _NOBODY) and account is not None
    note_try(work, Door.PASSWORD, email, visitor, ok=ok, account_id=account_id)
    if ok and account and account.password_hash and _is_out_of_date(account.password_hash, password):
        account.password_hash = hash_password(password)
    return account if ok else None


@verb(needs=PROOF)
def change_password(work: Work, account_id: UUID, *, old: str, new: str, visitor: Visitor, keep: str) -> bool:
    """Change a password, knowing the old one; False when that is wrong. Other sessions than `keep` end.

    Raises WeakPassword, TooManyAttempts.
    """
    account = work.session.get_one(Account, account_id)
    if check_password(work, email=account.email, password=old, visitor=visitor) is None:
        return False
    _set_password(work, account, new)
    end_other_sessions(work, account_id, but=keep)
    tokens.revoke(work, account_id, TokenPurpose.RESET_PASSWORD, TokenPurpose.SECOND_STEP)
    return True


@verb(needs=PROOF)
def reset_password(work: Work, secret: str, new: str) -> UUID:
    """Set a new password by the link of a letter. Every session ends; a second factor stays as it is.

    Whoever opened the letter reads that mailbox, so the address is verified too. Raises LinkDead; WeakPassword, after
    which the link still works.
    """
    token = tokens.redeem(work, secret, TokenPurpose.RESET_PASSWORD)
    account = work.session.get_one(Account, token.account_id)
    _set_password(work, account, new)
    account.verified_at = account.verified_at or work.now
    end_sessions(work, account.account_id)
    tokens.revoke(work, account.account_id)
    return account.account_id


@verb(needs=PROOF)
def confirm_address(work: Work, secret: str, *, known: bool, password: str, visitor: Visitor) -> AccountToken | None:
    """Confirm an address by the link of a letter, as `tokens.follow_link` does; None when the password is wrong.

    The letter shows that the mailbox is theirs, not that the account is: a stranger may have typed this address. So a
    browser that is not `known` to be the account's shows the password too; who cannot asks for a new one, which ends what
    the stranger had. Raises LinkDead, EmailTaken, TooManyAttempts.
    """
    token = tokens.hold(work, secret, TokenPurpose.VERIFY_EMAIL, TokenPurpose.CHANGE_EMAIL)
    account = work.session.get_one(Account, token.account_id)
    if not known and check_password(work, email=account.email, password=password, visitor=visitor) is None:
        return None
    return tokens.follow_link(work, secret)


def _set_password(work: Work, account: Account, new: str) -> None:
    check_strong(new, email=account.email, name=account.name)
    account.password_hash = hash_password(new)
    stop_waiting(work, account.account_id, why="password")
    work.audit("accounts.set_password", f"account:{account.account_id}")
    work.tell(AccountTouched(new_id(), account.account_id, "password_changed", account.email, ""))


@verb(needs=PROOF)
def start_session(work: Work, account_id: UUID, *, visitor: Visitor) -> str:
    """Sign a browser in; gives the secret for its cookie. Only the hash is kept.

    The person hears of it by letter when this browser is new to the account.
    """
    token = new_token()
    work.session.add(
        UserSession(
            token_hash=hash_token(token),
            account_id=account_id,
            created_at=work.now,
            seen_at=work.now,
            expires_at=work.now + rules.SESSION_LASTS,
            proved_at=work.now,
            browser=visitor.browser[:200],
            source=visitor.source,
            seen_from=visitor.source,
        )
    )
    work.audit("accounts.enter", f"account:{account_id}")
    if visitor.device(account_id) is None:
        account = work.session.get_one(Account, account_id)
        work.tell(AccountTouched(new_id(), account_id, "entered", account.email, visitor.browser[:200]))
    return token


def prove(work: Work, token: str) -> str:
    """Note that the person of a session has just shown again who they are; gives its new secret. The one before is over."""
    fresh = new_token()
    work.session.execute(
        update(UserSession)
        .where(UserSession.token_hash == hash_token(token))
        .values(proved_at=work.now, token_hash=hash_token(fresh))
    )
    return fresh


def note_seen(work: Work, token: str, *, source: str) -> None:
    """Note when and from where a session was used last."""
    work.session.execute(
        update(UserSession)
        .where(UserSession.token_hash == hash_token(token))
        .values(seen_at=work.now, seen_from=source)
    )


@verb(needs=PROOF)
def end_session(work: Work, token: str) -> None:
    """Sign a browser out. Ending twice is no error."""
    work.session.execute(delete(UserSession).where(UserSession.token_hash == hash_token(token)))


@verb(needs=PROOF)
def end_one_session(work: Work, account_id: UUID, session_id: UUID) -> None:
    """Sign one of a person's browsers out; raises NoSuchSession when it is not theirs or is over."""
    found = work.session.scalar(
        select(UserSession).where(UserSession.id == session_id, UserSession.account_id == account_id)
    )
    if found is None:
        raise errors.NoSuchSession
    work.session.delete(found)
    work.audit("accounts.end_session", f"account:{account_id}")


@verb(needs=PROOF)
def end_other_sessions(work: Work, account_id: UUID, *, but: str) -> None:
    """Sign a person's other browsers out."""
    work.session.execute(
        delete(UserSession).where(UserSession.account_id == account_id, UserSession.token_hash != hash_token(but))
    )
    work.audit("accounts.end_other_sessions", f"account:{account_id}")


def end_sessions(work: Work, account_id: UUID) -> None:
    """Sign a person out everywhere."""
    work.session.execute(delete(UserSession).where(UserSession.account_id == account_id))


def require_verified(work: Work, account_id: UUID) -> Account:
    """Give a person's account when they can be reached; raises VerifyFirst when their address is not verified."""
    account = work.session.get_one(Account, account_id)
    if account.verified_at is None:
        raise errors.VerifyFirst
    return account


@verb(needs=PROOF)
def choose_language(work: Work, account_id: UUID, locale: str) -> None:
    """Remember the language a person reads, for their letters."""
    work.session.execute(update(Account).where(Account.account_id == account_id).values(locale=locale))


def note_notice(work: Work, account_id: UUID, version: int) -> None:
    """Remember which version of the privacy notice a person accepted last."""
    work.session.execute(update(Account).where(Account.account_id == account_id).values(notice_version=version))


def note_mail(work: Work, email: str, *, bounced: bool) -> None:
    """Mark a member's address when mail to it came back; take the mark away when some is taken again."""
    member = update(Account).where(
        func.lower(Account.email) == rules.tidy_email(email), Account.kind == AccountKind.MEMBER
    )
    if bounced:
        work.session.execute(member.values(mail_bounced_at=work.now))
    else:
        work.session.execute(member.where(Account.mail_bounced_at.is_not(None)).values(mail_bounced_at=None))


def block_account(work: Work, account_id: UUID) -> None:
    """Let nobody enter with an account any more: its sessions, links and factors are over, its address is free again."""
    account = work.session.lock_row(Account, account_id)
    transition(account, AccountKind.BLOCKED, rules.ACCOUNT_NEXT, column="kind")
    account.password_hash = None
    for table in (UserSession, AccountToken, CodeApp, Passkey, RecoveryCode, LostFactor):
        work.session.execute(delete(table).where(table.account_id == account_id))
    work.audit("accounts.block", f"account:{account_id}")


def set_staff_role(work: Work, account_id: UUID, role: str | None) -> None:
    """Make a person staff in a role, or staff no more. Who may say so is decided where staff is managed."""
    work.session.execute(update(Account).where(Account.account_id == account_id).values(staff_role=role))
