"""Tables of people: accounts, what proves who they are, their sessions, what was tried, and postal codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.people.accounts.rules import ACCOUNT_NEXT, LOST_NEXT, AccountKind, Door, LostState, TokenPurpose
from tenants.ownership import PersonOwned, PlatformOwned, Reference, new_id


class Account(PersonOwned):
    """A person. `member` signed up; `guest` stands behind one checkout and sees only that purchase."""

    __tablename__ = "account"
    __table_args__ = (states_only(AccountKind, ACCOUNT_NEXT, column="kind"),)

    account_id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]  # rules.AccountKind
    email: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str | None]
    password_hash: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="es_MX")
    staff_role: Mapped[str | None]
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]  # when the e-mail address was shown to be theirs
    mail_bounced_at: Mapped[
        datetime | None
    ]  # when a mail server refused a letter to it; a later one that left lifts it
    notice_version: Mapped[int] = mapped_column(default=0)  # of the privacy notice they accepted last


Index("uq_account_member_email", func.lower(Account.email), unique=True, postgresql_where=text("kind = 'member'"))
Index("ix_account_guest_email", func.lower(Account.email), postgresql_where=text("kind = 'guest'"))


class UserSession(PersonOwned):
    """A signed-in browser. The cookie holds a secret, this row its hash: revoking is deleting."""

    __tablename__ = "user_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=new_id)  # names it on pages; opens nothing
    account_id: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    proved_at: Mapped[datetime]  # when the person last showed who they are, by password or factor
    browser: Mapped[str]
    source: Mapped[str]  # network address it began from
    seen_from: Mapped[str]  # and where it was seen last


class AccountToken(PersonOwned):
    """A secret that does one thing once: a link in a letter, or the way from the password to the second factor."""

    __tablename__ = "account_token"
    __table_args__ = (
        Index("ix_account_token_account", "account_id", "purpose"),
        states_only(TokenPurpose, column="purpose"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    purpose: Mapped[str]  # rules.TokenPurpose
    hash: Mapped[str] = mapped_column(unique=True)
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CodeApp(PersonOwned):
    """The secret that a person's authenticator app shares with us (TOTP), sealed. Counts once confirmed."""

    __tablename__ = "code_app"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed_secret: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)  # the newest half minute whose code was used: each works once
    created_at: Mapped[datetime]


class Passkey(PersonOwned):
    """A public key whose other half never leaves a person's telephone, computer or security key."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    name: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasskeyChallenge(PlatformOwned):
    """What a passkey was asked to sign. Taken out by the answer, so that no answer counts twice."""

    __tablename__ = "passkey_challenge"

    hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]


class RecoveryCode(PersonOwned):
    """One of the codes on paper, for when telephone and keys are lost. Works once."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(index=True)
    hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class LostFactor(PersonOwned):
    """Somebody lost their second factor: after a time to object it is taken away."""

    __tablename__ = "lost_factor"
    __table_args__ = (
        states_only(LostState, LOST_NEXT),
        Index("uq_lost_factor_waiting", "account_id", unique=True, postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    state: Mapped[str]  # rules.LostState
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # when it was cancelled, or done


class SignInAttempt(PlatformOwned):
    """A try at a door of accounts, kept to slow down guessing; counted by account, network address and browser."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_email_at", "email", "at"),
        Index("ix_sign_in_attempt_from", "source", "at"),
        states_only(Door, column="kind"),
    )

    at: Mapped[datetime]
    kind: Mapped[str]  # rules.Door
    email: Mapped[str]  # whose door: an address, or an account for who is known already
    source: Mapped[str]
    device: Mapped[str | None]  # a browser that entered with this account before; strangers have none
    ok: Mapped[bool]


class PostalCode(Reference):
    """One of Mexico's postal codes (SAT catalogue)."""

    __tablename__ = "postal_code"

    code: Mapped[str] = mapped_column(primary_key=True)
    state_code: Mapped[str]
    state: Mapped[str]
    municipality: Mapped[str]
    city: Mapped[str]
    border: Mapped[int]  # 0 none, 1 north, 2 south
    settlements: Mapped[str]  # joined with |
