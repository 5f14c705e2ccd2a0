"""Whose rows: what belongs to a person or a shop in each table, by the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, or_, select

from marketplace.accounts.models import Account
from marketplace.kernel.work import Work
from marketplace.ordering.models import Order, Purchase
from marketplace.privacy.cells import Table
from marketplace.returns.models import ReturnCase
from marketplace.warranty.models import Claim
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
    emails: tuple[str, ...]
    names: tuple[str, ...]
    phones: tuple[str, ...]
    codes: tuple[str, ...]  # of their purchases, orders, returns and claims: letters to others name these


def subject_of(work: Work, account_id: UUID) -> Subject:
    """Find what names a person. Above the walls: guests' accounts are rows of their own."""
    account = work.session.get_one(Account, account_id)
    guests = Account.kind == "guest", func.lower(Account.email) == account.email
    same = select(Account.account_id).where(*guests) if account.verified_at else None
    ids = (account_id, *(work.session.scalars(same) if same is not None else ()))
    rows = [
        *work.session.execute(select(Account.email, Account.name, Account.phone).where(Account.account_id.in_(ids))),
        *work.session.execute(
            select(Purchase.email, Purchase.name, Purchase.phone).where(Purchase.account_id.in_(ids)).distinct()
        ),
    ]
    emails, names, phones = ({str(row[n]) for row in rows if row[n]} for n in range(3))
    codes = [*work.session.scalars(select(Purchase.code).where(Purchase.account_id.in_(ids)))]
    for table in (Order, ReturnCase, Claim):
        codes += work.session.scalars(select(table.code).where(table.buyer_id.in_(ids)))
    return Subject(ids, tuple(sorted(emails)), tuple(sorted(names)), tuple(sorted(phones)), tuple(codes))


def rows_of(name: str, table: Table, subject: Subject) -> ColumnElement[bool] | None:
    """The condition that finds a person's rows in a table; None where nobody's are."""
    model, found = model_of(name), []
    if table.person:
        found.append(getattr(model, table.person).in_(subject.ids))
    if table.address:
        # Tries of who is signed in are counted by the account, in the same column.
        known = [*(email.lower() for email in subject.emails), *(str(one) for one in subject.ids)]
        found.append(func.lower(getattr(model, table.address)).in_(known))
    return or_(*found) if found else None


def mentions_of(name: str, table: Table, subject: Subject) -> ColumnElement[bool] | None:
    """The condition that finds rows whose text names a person by full name, address or code; None where none may."""
    if table.mentions is None:
        return None
    texts = [cast(getattr(model_of(name), column), Text) for column in table.mentions.split()]
    marks = [*(one for one in subject.names if " " in one), *subject.emails, *subject.codes]
    return or_(*(text.contains(mark, autoescape=True) for text in texts for mark in marks))
