"""Verbs on people: signing up, in and out. All of them stand above the walls: who you are is found out here."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, update

from marketplace.accounts import errors, rules
from marketplace.accounts.models import Account, SignInAttempt, UserSession
from marketplace.kernel.ids import hash_token, new_id, new_token
from marketplace.kernel.work import Work
from tenants.rows import NewRows

# OWASP's smallest recommended cost. The default cost takes half a second of both cores, which is a lever for attackers.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_two_at_once = threading.BoundedSemaphore(2)
_NOBODY = _hasher.hash("nobody has this password")

SESSION_DAYS = 30


def hash_password(password: str) -> str:
    """Give what is stored of a password (Argon2id)."""
    with _two_at_once:
        return _hasher.hash(password)


def _fits(password: str, stored: str) -> bool:
    with _two_at_once:
        try:
            return _hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def sign_up(work: Work, *, email: str, name: str, password: str, locale: str) -> UUID:
    """Open an account.

    Raises EmailTaken when a member has this address, WeakPassword when the password is easily guessed.
    """
    email = rules.tidy_email(email)
    if not rules.is_strong(password, known=[email, name, "tianguis"]):
        raise errors.WeakPassword(shortest=rules.SHORTEST_PASSWORD)
    if _find_member(work, email) is not None:
        raise errors.EmailTaken
    return open_account(work, email=email, name=name, password_hash=hash_password(password), locale=locale)


def open_account(
    work: Work,
    *,
    email: str,
    name: str,
    password_hash: str,
    locale: str = "es_MX",
    staff_role: str | None = None,
) -> UUID:
    """Write a member's account down, as sign-up, the seed and the command line do."""
    account = Account(
        account_id=new_id(),
        kind="member",
        email=rules.tidy_email(email),
        name=name,
        password_hash=password_hash,
        locale=locale,
        staff_role=staff_role,
        created_at=work.now,
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
        kind="guest",
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
    return work.session.scalar(select(Account).where(func.lower(Account.email) == email, Account.kind == "member"))


def check_password(work: Work, *, email: str, password: str, source: str) -> Account | None:
    """Check who somebody says they are, and note the try. None means wrong; which part was wrong is not told.

    Raises TooManyAttempts after too many failures for the account or from the network address.
    """
    email = rules.tidy_email(email)
    since = work.now - timedelta(minutes=rules.WINDOW_MINUTES)
    failed = (
        select(func.count()).select_from(SignInAttempt).where(SignInAttempt.at > since, SignInAttempt.ok.is_(False))
    )
    if rules.too_many(
        work.session.scalar(failed.where(SignInAttempt.email == email)) or 0,
        work.session.scalar(failed.where(SignInAttempt.source == source)) or 0,
    ):
        raise errors.TooManyAttempts(minutes=rules.WINDOW_MINUTES)
    account = _find_member(work, email)
    # An unknown address costs the same time as a wrong password, so that the clock does not tell them apart.
    ok = _fits(password, (account.password_hash if account else None) or _NOBODY) and account is not None
    work.session.add(SignInAttempt(at=work.now, email=email, source=source, ok=ok))
    return account if ok else None


def start_session(work: Work, account_id: UUID, *, browser: str) -> str:
    """Sign a browser in; gives the secret for its cookie. Only the hash is kept."""
    token = new_token()
    work.session.add(
        UserSession(
            token_hash=hash_token(token),
            account_id=account_id,
            created_at=work.now,
            seen_at=work.now,
            expires_at=work.now + timedelta(days=SESSION_DAYS),
            browser=browser[:200],
        )
    )
    return token


def end_session(work: Work, token: str) -> None:
    """Sign a browser out. Ending twice is no error."""
    work.session.execute(delete(UserSession).where(UserSession.token_hash == hash_token(token)))


def end_other_sessions(work: Work, account_id: UUID, *, but: str) -> None:
    """Sign a person's other browsers out."""
    work.session.execute(
        delete(UserSession).where(UserSession.account_id == account_id, UserSession.token_hash != hash_token(but))
    )


def choose_language(work: Work, account_id: UUID, locale: str) -> None:
    """Remember the language a person reads, for their letters."""
    work.session.execute(update(Account).where(Account.account_id == account_id).values(locale=locale))


def set_staff_role(work: Work, account_id: UUID, role: str | None) -> None:
    """Make a person staff in a role, or staff no more. Who may say so is decided where staff is managed."""
    work.session.execute(update(Account).where(Account.account_id == account_id).values(staff_role=role))
