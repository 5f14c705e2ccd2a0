"""Questions about people and places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.models import Account, UserSession
from marketplace.kernel.ids import hash_token
from marketplace.kernel.work import Work
from tenants.wall import ShelfRow, shelf_sql


@dataclass(frozen=True)
class Person:
    """Who is signed in, as pages need them. Fits Flask-Login; `get_id` gives the session's secret, not the account."""

    account_id: UUID
    name: str
    email: str
    locale: str
    staff_role: str | None
    token: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie."""
        return self.token

    @property
    def initials(self) -> str:
        """Two letters for a round picture."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


_SESSION = select(Account.account_id, Account.name, Account.email, Account.locale, Account.staff_role).join(
    UserSession, UserSession.account_id == Account.account_id
)


def find_person(work: Work, token: str) -> Person | None:
    """Find who is signed in with a secret; None when it was revoked or is over."""
    row = work.session.execute(
        _SESSION.where(
            UserSession.token_hash == hash_token(token),
            UserSession.expires_at > work.now,
        )
    ).first()
    return Person(*row, token=token) if row else None


@dataclass(frozen=True)
class Browser:
    """One signed-in browser of a person."""

    browser: str
    created_at: datetime
    seen_at: datetime


def browsers_of(work: Work, account_id: UUID) -> list[Browser]:
    """List where a person is signed in, latest first."""
    rows = work.session.execute(
        select(UserSession.browser, UserSession.created_at, UserSession.seen_at)
        .where(UserSession.account_id == account_id)
        .order_by(UserSession.seen_at.desc())
    )
    return [Browser(*row) for row in rows]


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


def find_locality(work: Work, code: str | None) -> Locality | None:
    """Find where a postal code is; None when Mexico has no such code."""
    code = (code or "").strip()
    if len(code) != 5 or not code.isdigit():
        return None
    found = work.session.read_shelf(_POSTAL, code=code)
    return _locality(found[0]) if found else None


def _locality(row: ShelfRow) -> Locality:
    return Locality(
        row.code, row.state_code, row.state, row.municipality, row.city, row.border,
        settlements=tuple(name for name in row.settlements.split("|") if name),
    )  # fmt: skip
