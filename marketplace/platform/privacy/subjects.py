"""Whose rows: what belongs to a person or a shop in each table, by the map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select

from marketplace.care.disputes.models import Dispute
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.models import Claim
from marketplace.kernel.datamap import Table
from marketplace.kernel.work import Work
from marketplace.people.accounts import AccountKind
from marketplace.people.accounts.models import Account
from marketplace.platform.privacy.rules import ERASED, GONE_TEXT
from marketplace.trade.orders.models import Order, Purchase
from tenants.ownership import Base

MODELS: dict[str, Any] = {}


def model_of(name: str) -> Any:
    """Give the class of a table."""
    if name not in MODELS:
        MODELS.update({mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers})
    return MODELS[name]


@dataclass(frozen=True)
class Subject:
    """A person with all that names them: the account, and the guests who bought under its verified address."""

    ids: tuple[UUID, ...]
    address: str | None  # verified; one that was merely typed may be somebody else's
    names: tuple[str, ...]
    reach: tuple[str, ...]  # addresses and telephones on their own rows
    codes: tuple[str, ...]  # of their purchases, orders, returns and claims: what others are told names these
    until: datetime
    name_left: str = ERASED  # what stands where a name stood
    text_left: str = GONE_TEXT


def subject_of(work: Work, account_id: UUID, *, until: datetime | None = None) -> Subject:
    """Find what names a person. Above the walls: guests' accounts are rows of their own.

    `until`: what came later under the same address is not theirs but a new account's.
    """
    until = until or work.now
    account = work.session.get_one(Account, account_id)
    address = account.email if account.verified_at else None
    guests = select(Account.account_id).where(
        Account.kind == AccountKind.GUEST, func.lower(Account.email) == address, Account.created_at <= until
    )
    ids = (account_id, *(work.session.scalars(guests) if address else ()))
    rows = [
        *work.session.execute(select(Account.name, Account.email, Account.phone).where(Account.account_id.in_(ids))),
        *work.session.execute(
            select(Purchase.name, Purchase.email, Purchase.phone).where(Purchase.account_id.in_(ids)).distinct()
        ),
    ]
    codes = [*work.session.scalars(select(Purchase.code).where(Purchase.account_id.in_(ids)))]
    for table in (Order, ReturnCase, Claim, Dispute):
        codes += work.session.scalars(select(table.code).where(table.buyer_id.in_(ids)))
    names = {row[0] for row in rows if row[0]}
    reach = {part for row in rows for part in row[1:] if part}
    return Subject(ids, address, tuple(sorted(names)), tuple(sorted(reach)), tuple(codes), until)


def rows_of(name: str, table: Table, subject: Subject) -> ColumnElement[bool] | None:
    """The condition that finds a person's rows in a table; None where nobody's are."""
    model, found = model_of(name), []
    if table.person:
        found.append(getattr(model, table.person).in_(subject.ids))
    if table.address and table.made:
        # Tries of who is signed in are counted by the account, in the same column.
        known = [*filter(None, [subject.address]), *(str(one) for one in subject.ids)]
        same = func.lower(getattr(model, table.address)).in_(known)
        found.append(and_(same, getattr(model, table.made) <= subject.until))
    return or_(*found) if found else None


def mentions_of(name: str, table: Table, subject: Subject) -> ColumnElement[bool] | None:
    """The condition that finds rows whose text names a person's account, address or code; None where none may."""
    if not table.mentions or not table.made:
        return None
    model = model_of(name)
    texts = [cast(getattr(model, column), Text) for column in table.mentions.split()]
    marks = [*filter(None, [subject.address]), *(str(one) for one in subject.ids), *subject.codes]
    named = or_(*(text.contains(mark, autoescape=True) for text in texts for mark in marks))
    return and_(named, getattr(model, table.made) <= subject.until)
