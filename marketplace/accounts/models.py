"""Tables of people: accounts, their sessions, what they tried, and the postal codes where they live."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import PersonOwned, PlatformOwned, Reference, new_id


class Account(PersonOwned):
    """A person. `member` signed up; `guest` stands behind one checkout and sees only that purchase."""

    __tablename__ = "account"

    account_id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]  # member, guest
    email: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str | None]
    password_hash: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="es_MX")
    staff_role: Mapped[str | None]
    created_at: Mapped[datetime]


Index("uq_account_member_email", func.lower(Account.email), unique=True, postgresql_where=text("kind = 'member'"))


class UserSession(PersonOwned):
    """A signed-in browser. The cookie holds a secret, this row its hash: revoking is deleting."""

    __tablename__ = "user_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    browser: Mapped[str]


class SignInAttempt(PlatformOwned):
    """A try to sign in, kept to slow down guessing; counted by account and by network address."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_email_at", "email", "at"),
        Index("ix_sign_in_attempt_from", "source", "at"),
    )

    at: Mapped[datetime]
    email: Mapped[str]
    source: Mapped[str]
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
