"""Questions about people and places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import func, or_, select

from marketplace.kernel.ids import hash_token
from marketplace.kernel.reading import NotAPostalCode, read_postal_code
from marketplace.kernel.work import Work
from marketplace.people.accounts import errors, rules
from marketplace.people.accounts.keys import unseal
from marketplace.people.accounts.models import (
    Account,
    AccountToken,
    CodeApp,
    LostFactor,
    Passkey,
    RecoveryCode,
    UserSession,
)
from marketplace.people.accounts.rules import LostState, TokenPurpose
from tenants.wall import ShelfRow, shelf_sql


@dataclass(frozen=True)
class Person:
    """Who is signed in, as pages need them. Fits Flask-Login; `get_id` gives the session's secret, not the account."""

    account_id: UUID
    name: str
    email: str
    locale: str
    staff_role: str | None
    verified: bool
    has_factor: bool
    proved_at: datetime  # when they last showed who they are
    seen_at: datetime
    notice_version: int  # of the privacy notice they accepted last
    factor_goes_at: datetime | None  # when a factor that somebody says they lost is taken away
    token: str
    mail_bounced: bool = False  # whether the last letter to their address came back
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie."""
        return self.token


_HAS_APP = select(CodeApp.account_id).where(CodeApp.account_id == Account.account_id, CodeApp.confirmed_at.is_not(None))
_HAS_KEY = select(Passkey.id).where(Passkey.account_id == Account.account_id)
_GOES_AT = (
    select(LostFactor.due_at)
    .where(LostFactor.account_id == Account.account_id, LostFactor.state == LostState.WAITING)
    .scalar_subquery()
)
_SESSION = select(
    Account.account_id,
    Account.name,
    Account.email,
    Account.locale,
    Account.staff_role,
    Account.verified_at.is_not(None).label("verified"),
    or_(_HAS_APP.exists(), _HAS_KEY.exists()).label("has_factor"),
    UserSession.proved_at,
    UserSession.seen_at,
    Account.notice_version,
    _GOES_AT.label("factor_goes_at"),
    Account.mail_bounced_at.is_not(None).label("mail_bounced"),
).join(UserSession, UserSession.account_id == Account.account_id)


def find_person(work: Work, token: str) -> Person | None:
    """Find who is signed in with a secret; None when it was revoked, is over, or was not used for too long."""
    row = work.session.execute(
        _SESSION.where(
            UserSession.token_hash == hash_token(token),
            UserSession.expires_at > work.now,
            UserSession.seen_at > work.now - rules.SESSION_IDLE,
            or_(Account.staff_role.is_(None), UserSession.seen_at > work.now - rules.STAFF_IDLE),
        )
    ).first()
    return Person(**row._mapping, token=token) if row else None


@dataclass(frozen=True)
class Browser:
    """One signed-in browser of a person. `source` is the network address it entered from, `seen_from` the latest."""

    id: UUID
    browser: str
    created_at: datetime
    source: str
    seen_at: datetime
    seen_from: str
    is_this: bool

    @property
    def label(self) -> str:
        """How a person would name it: "Firefox · Linux"; empty for a browser that says nothing known."""
        return browser_label(self.browser)


_PROGRAMS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_label(agent: str) -> str:
    """Name a browser by what it sends about itself; empty when it says nothing that is known."""
    found = [next((name for mark, name in marks if mark in agent), "") for marks in (_PROGRAMS, _SYSTEMS)]
    return " · ".join(name for name in found if name)


def browsers_of(work: Work, account_id: UUID, token: str) -> list[Browser]:
    """List where a person is signed in, latest first; `token` says which one is looking."""
    rows = work.session.execute(
        select(
            UserSession.id,
            UserSession.browser,
            UserSession.created_at,
            UserSession.source,
            UserSession.seen_at,
            UserSession.seen_from,
            UserSession.token_hash == hash_token(token),
        )
        .where(
            UserSession.account_id == account_id,
            UserSession.expires_at > work.now,
            UserSession.seen_at > work.now - rules.SESSION_IDLE,
        )
        .order_by(UserSession.seen_at.desc())
    )
    return [Browser(*row) for row in rows]


@dataclass(frozen=True)
class Factors:
    """What a person has besides the password."""

    has_app: bool
    passkeys: list[Passkey]
    codes_left: int
    app_is_over: bool = False  # its secret was sealed with a key that is gone: its codes cannot be checked any more

    @property
    def any(self) -> bool:
        """Whether there is a second factor at all."""
        return self.has_app or bool(self.passkeys)


def factors_of(work: Work, account_id: UUID) -> Factors:
    """List a person's second factors."""
    app = work.session.get(CodeApp, account_id)
    keys = work.session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.created_at))
    left = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    has_app = app is not None and app.confirmed_at is not None
    is_over = app is not None and has_app and unseal(app.sealed_secret) is None
    return Factors(has_app, list(keys.all()), work.session.scalar(left) or 0, is_over)


def app_secret(work: Work, account_id: UUID) -> str:
    """Give the secret of an authenticator app that is being set up; raises NoSuchFactor when none is."""
    app = work.session.get(CodeApp, account_id)
    secret = unseal(app.sealed_secret) if app is not None and app.confirmed_at is None else None
    if secret is None:
        raise errors.NoSuchFactor
    return secret


def next_app_code(work: Work, account_id: UUID) -> str:
    """Give the code that a person's app would show now, or the next when that one is used; empty without an app.

    For the demo market's own people, whose telephones nobody has.
    """
    app = work.session.get(CodeApp, account_id)
    secret = unseal(app.sealed_secret) if app is not None and app.confirmed_at is not None else None
    if app is None or secret is None:
        return ""
    step = max(rules.step_at(work.now), app.last_step + 1)
    return str(pyotp.TOTP(secret).generate_otp(step))


@dataclass(frozen=True)
class Link:
    """What the link of a letter would do, for the page that asks for the click."""

    purpose: TokenPurpose
    account_id: UUID
    name: str
    email: str


def get_link(work: Work, secret: str) -> Link:
    """Look at a one-time link without using it up; raises LinkDead."""
    row = work.session.execute(
        select(AccountToken.purpose, AccountToken.account_id, Account.name, AccountToken.data)
        .join(Account, Account.account_id == AccountToken.account_id)
        .where(
            AccountToken.hash == hash_token(secret),
            AccountToken.purpose.in_(rules.BY_LETTER),
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > work.now,
        )
    ).first()
    if row is None:
        raise errors.LinkDead
    return Link(TokenPurpose(row.purpose), row.account_id, row.name, str(row.data["email"]))


@dataclass(frozen=True)
class Locality:
    """Where a postal code is."""

    code: str
    state_code: str
    state: str
    municipality: str
    city: str
    border: int
    settlements: tuple[str, ...]

    @property
    def label(self) -> str:
        """How a person would name it: "Roma Norte, Cuauhtémoc"."""
        names = [*self.settlements[:1], self.municipality]
        return ", ".join(dict.fromkeys(name for name in names if name))


_POSTAL = shelf_sql(
    "SELECT code, state_code, state, municipality, city, border, settlements FROM postal_code WHERE code = :code"
)


_STATES = shelf_sql("SELECT DISTINCT state_code, state FROM postal_code ORDER BY state")


def list_states(work: Work) -> list[tuple[str, str]]:
    """List the states of Mexico, each by its code and its name."""
    return [(row.state_code, row.state) for row in work.session.read_shelf(_STATES)]


def find_locality(work: Work, code: str | None) -> Locality | None:
    """Find where a postal code is; None when Mexico has no such code."""
    try:
        code = read_postal_code(code or "")
    except NotAPostalCode:
        return None
    found = work.session.read_shelf(_POSTAL, code=code)
    return _locality(found[0]) if found else None


def get_locality(work: Work, code: str | None) -> Locality:
    """Find where a postal code is; raises UnknownPostalCode."""
    locality = find_locality(work, code)
    if locality is None:
        raise errors.UnknownPostalCode
    return locality


def find_domicile(work: Work, code: str | None) -> Locality | None:
    """Find where the postal code of a fiscal domicile is; None for those of no municipality as well: numbers that the SAT's
    catalogue (c_CodigoPostal) holds in reserve, two of three, at which nobody can have one."""
    locality = find_locality(work, code)
    return locality if locality is not None and locality.municipality else None


def get_domicile(work: Work, code: str | None) -> Locality:
    """Find where the postal code of a fiscal domicile is; raises UnknownPostalCode."""
    locality = find_domicile(work, code)
    if locality is None:
        raise errors.UnknownPostalCode
    return locality


def _locality(row: ShelfRow) -> Locality:
    return Locality(
        row.code,
        row.state_code,
        row.state,
        row.municipality,
        row.city,
        row.border,
        settlements=tuple(name for name in row.settlements.split("|") if name),
    )
