"""Verbs on the second factor: the authenticator app, codes on paper, and the step after the password."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, select, update

from marketplace.kernel.ids import hash_token, new_code, new_id
from marketplace.kernel.reading import key_of_code
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, rules, service, tokens
from marketplace.people.accounts.events import AccountTouched
from marketplace.people.accounts.keys import code_hashes, seal, unseal
from marketplace.people.accounts.limits import check_limit, note_try
from marketplace.people.accounts.models import Account, AccountToken, CodeApp, Passkey, RecoveryCode
from marketplace.people.accounts.rules import Door, TokenPurpose
from marketplace.people.accounts.waiting import stop_waiting


@dataclass(frozen=True)
class SignInEntry:
    """Who gave the right password. With a second factor they are not in yet: `second_step` leads on."""

    account: Account
    second_step: str | None


@verb(needs=PROOF)
def enter_with_password(work: Work, *, email: str, password: str, visitor: Visitor) -> SignInEntry | None:
    """Begin to sign in; None when address or password are wrong. Raises TooManyAttempts."""
    account = service.check_password(work, email=email, password=password, visitor=visitor)
    if account is None:
        return None
    if not has_factor(work, account.account_id):
        return SignInEntry(account, None)
    return SignInEntry(account, tokens.issue(work, account.account_id, TokenPurpose.SECOND_STEP))


@verb(needs=PROOF)
def prove_again(
    work: Work, account_id: UUID, session: str, typed: str, *, by_code: bool, visitor: Visitor
) -> str | None:
    """Show again who one is, by password or by a code; gives the session's new secret, None when it is wrong.

    Raises TooManyAttempts.
    """
    if by_code:
        ok = check_code(work, account_id, typed, visitor=visitor)
    else:
        email = work.session.get_one(Account, account_id).email
        ok = service.check_password(work, email=email, password=typed, visitor=visitor) is not None
    return service.prove(work, session) if ok else None


@verb(needs=PROOF)
def begin_code_app(work: Work, account_id: UUID) -> None:
    """Make the secret for an authenticator app; it counts once a code of it was typed. Beginning again makes a new one.

    One whose secret nobody can open any more is set up again.
    Raises VerifyFirst; FactorThere when an app is confirmed already and works.
    """
    service.require_verified(work, account_id)
    app = work.session.find(select(CodeApp).where(CodeApp.account_id == account_id), lock=True)
    if app is None:
        app = CodeApp(account_id=account_id, created_at=work.now)
        work.session.add(app)
    elif app.confirmed_at is not None:
        if unseal(app.sealed_secret) is not None:
            raise errors.FactorThere
        app.confirmed_at, app.last_step = None, 0
    app.sealed_secret = seal(pyotp.random_base32())


@verb(needs=PROOF)
def confirm_code_app(work: Work, account_id: UUID, code: str, *, visitor: Visitor, keep: str) -> list[str] | None:
    """Confirm an authenticator app by its first code; None when the code is wrong.

    Gives the recovery codes, to be shown once; none when the person has some. Raises NoSuchFactor, FactorThere,
    TooManyAttempts.
    """
    _lock(work, account_id)
    app = work.session.find(select(CodeApp).where(CodeApp.account_id == account_id), lock=True)
    if app is None:
        raise errors.NoSuchFactor
    if app.confirmed_at is not None:
        raise errors.FactorThere
    check_limit(work, Door.CODE, str(account_id), visitor, account_id=account_id)
    ok = _use_app_code(work, app, _tidy(code))
    note_try(work, Door.CODE, str(account_id), visitor, ok=ok, account_id=account_id)
    if not ok:
        return None
    app.confirmed_at = work.now
    return welcome_factor(work, account_id, "app", keep=keep)


def give_code_app(work: Work, account_id: UUID, secret: str) -> None:
    """Give a person a confirmed authenticator app whose secret is known here, as the demo market does."""
    work.session.add(
        CodeApp(
            account_id=account_id, sealed_secret=seal(secret), confirmed_at=work.now, last_step=0, created_at=work.now
        )
    )
    work.audit("accounts.add_factor", f"account:{account_id}", factor="app")


@verb(needs=PROOF)
def remove_code_app(work: Work, account_id: UUID) -> None:
    """Take a person's authenticator app away; raises NoSuchFactor when there is none."""
    app = work.session.get(CodeApp, account_id)
    if app is None or app.confirmed_at is None:
        raise errors.NoSuchFactor
    work.session.delete(app)
    work.session.flush()
    bid_farewell(work, account_id, "app")


def check_code(work: Work, account_id: UUID, code: str, *, visitor: Visitor) -> bool:
    """Check a code of the app or on paper, and use it up; the try is noted. Raises TooManyAttempts."""
    # The account's row makes tries wait for each other: guesses sent at once are counted one by one.
    account = _lock(work, account_id)
    check_limit(work, Door.CODE, str(account_id), visitor, account_id=account_id)
    typed = _tidy(code)
    app = work.session.get(CodeApp, account_id)
    ok = app is not None and app.confirmed_at is not None and _use_app_code(work, app, typed)
    if not ok and _use_paper_code(work, account_id, typed):
        ok = True
        work.tell(AccountTouched(new_id(), account_id, "code_used", account.email, visitor.browser[:200]))
    note_try(work, Door.CODE, str(account_id), visitor, ok=ok, account_id=account_id)
    if ok:
        stop_waiting(work, account_id, why="factor")  # it is not lost
    return ok


@verb(needs=PROOF)
def pass_second_step(work: Work, secret: str, code: str, *, visitor: Visitor) -> Account | None:
    """Finish signing in with a code, after the password; None when the code is wrong.

    Raises SecondStepOver when the step was passed or its time is over, TooManyAttempts.
    """
    account = account_at_second_step(work, secret)
    step = tokens.hold(work, secret, TokenPurpose.SECOND_STEP)
    if not check_code(work, account.account_id, code, visitor=visitor):
        return None
    step.used_at = work.now
    return account


def account_at_second_step(work: Work, secret: str) -> Account:
    """Load who has given the password and owes the second factor; raises SecondStepOver."""
    account = work.session.scalar(
        select(Account)
        .join(AccountToken, AccountToken.account_id == Account.account_id)
        .where(
            AccountToken.hash == hash_token(secret),
            AccountToken.purpose == TokenPurpose.SECOND_STEP,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > work.now,
        )
    )
    if account is None:
        raise errors.SecondStepOver
    return account


@verb(needs=PROOF)
def make_recovery_codes(work: Work, account_id: UUID) -> list[str]:
    """Make new codes on paper; the old ones no longer work. Only their hashes are kept. Raises NoSuchFactor."""
    if not has_factor(work, account_id):
        raise errors.NoSuchFactor
    account = work.session.get_one(Account, account_id)
    work.tell(AccountTouched(new_id(), account_id, "codes_made", account.email, ""))
    return _print_codes(work, account_id)


def has_factor(work: Work, account_id: UUID) -> bool:
    """Say whether a person has a second factor."""
    app = work.session.get(CodeApp, account_id)
    return (app is not None and app.confirmed_at is not None) or bool(
        work.session.scalar(select(func.count()).where(Passkey.account_id == account_id))
    )


def welcome_factor(work: Work, account_id: UUID, name: str, *, keep: str) -> list[str]:
    """What a new factor brings: a letter, and with the first one codes on paper and an end to all other sessions."""
    account = work.session.get_one(Account, account_id)
    stop_waiting(work, account_id, why="factor")
    work.audit("accounts.add_factor", f"account:{account_id}", factor=name)
    work.tell(AccountTouched(new_id(), account_id, "factor_added", account.email, name))
    if work.session.scalar(select(func.count()).where(RecoveryCode.account_id == account_id)):
        return []
    service.end_other_sessions(work, account_id, but=keep)
    return _print_codes(work, account_id)


def bid_farewell(work: Work, account_id: UUID, name: str) -> None:
    """What taking a factor away brings: a letter, and with the last one the end of the codes on paper."""
    account = work.session.get_one(Account, account_id)
    work.audit("accounts.remove_factor", f"account:{account_id}", factor=name)
    work.tell(AccountTouched(new_id(), account_id, "factor_removed", account.email, name))
    if not has_factor(work, account_id):
        work.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
        stop_waiting(work, account_id, why="factor")


def _lock(work: Work, account_id: UUID) -> Account:
    return work.session.lock_row(Account, account_id)


def _tidy(code: str) -> str:
    return key_of_code(code)


def _use_app_code(work: Work, app: CodeApp, typed: str) -> bool:
    secret = unseal(app.sealed_secret)
    if secret is None:
        return False  # sealed with a key that is gone; codes on paper and passkeys are other ways in
    totp = pyotp.TOTP(secret)
    for step in rules.steps_to_try(work.now, app.last_step):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            app.last_step = step
            app.sealed_secret = seal(totp.secret)  # by the newest key, so that older ones can be let go
            return True
    return False


def _use_paper_code(work: Work, account_id: UUID, typed: str) -> bool:
    used = work.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.hash.in_(code_hashes(account_id, typed)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=work.now)
        .returning(RecoveryCode.id)
    )
    return used.first() is not None


def _print_codes(work: Work, account_id: UUID) -> list[str]:
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [new_code() for _ in range(rules.RECOVERY_CODES)]
    for code in codes:
        work.session.add(RecoveryCode(account_id=account_id, hash=code_hashes(account_id, _tidy(code))[0]))
    return codes
