"""How the map's acts are done to rows: the one place that writes the rows of other modules (docs/decisions/0017)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update

from marketplace.kernel.datamap import Act, Table
from marketplace.kernel.ids import new_id
from marketplace.kernel.states import leading_to
from marketplace.kernel.work import AuditLine, Work
from marketplace.people.accounts import ACCOUNT_NEXT, AccountKind
from marketplace.people.accounts.models import Account
from marketplace.platform.privacy.kept import kept_tables
from marketplace.platform.privacy.rules import ERASED
from marketplace.platform.privacy.subjects import Subject, mentions_of, model_of, rows_of
from tenants.ownership import Base

_BATCH = 500
STAYS_OF_PLACE = ("postal_code", "state", "state_code")
_SHORTEST_GIVEN_NAME = 3


def erase_rows(work: Work, subject: Subject, worked_in: Sequence[UUID]) -> None:
    """Do to every row of a person what the map says, children before parents.

    Names on the record of shops where they worked stay; files that rows no longer name are swept by upkeep.
    """
    kept = kept_tables()
    for table in reversed(Base.metadata.sorted_tables):
        name, entry = table.name, kept[table.name]
        if name == AuditLine.__tablename__:
            _leave_the_record(work, subject, worked_in)
        elif entry.goes:
            _delete(work, name, entry, subject)
        else:
            _change(work, name, entry, subject)
    known = Account.kind.in_(leading_to(AccountKind.ERASED, ACCOUNT_NEXT))
    work.session.execute(
        update(Account).where(Account.account_id.in_(subject.ids), known).values(kind=AccountKind.ERASED)
    )


def _leave_the_record(work: Work, subject: Subject, worked_in: Sequence[UUID]) -> None:
    """Lines of the record keep all but the name, and the name too where the person acted for a shop."""
    elsewhere = or_(AuditLine.tenant_id.is_(None), AuditLine.tenant_id.not_in(worked_in))
    work.session.execute(
        update(AuditLine)
        .where(AuditLine.account_id.in_(subject.ids), elsewhere, AuditLine.actor != ERASED)
        .values(actor=ERASED)
    )


def _delete(work: Work, name: str, entry: Table, subject: Subject) -> None:
    model = model_of(name)
    found = [one for one in (rows_of(name, entry, subject), mentions_of(name, entry, subject)) if one is not None]
    stays = [getattr(model, entry.stays_with).is_(None)] if entry.stays_with else []
    work.session.execute(delete(model).where(or_(*found), *stays))


def _change(work: Work, name: str, entry: Table, subject: Subject) -> None:
    found = [one for one in (rows_of(name, entry, subject), mentions_of(name, entry, subject)) if one is not None]
    if entry.changes and found:
        change_rows(work, name, or_(*found), subject)


def change_rows(work: Work, name: str, which: ColumnElement[bool], subject: Subject) -> None:
    """Do to some rows of a table what the map says, where it is more than keeping them."""
    model, entry = model_of(name), kept_tables()[name]
    acts = entry.changes
    query = select(model).where(which).execution_options(yield_per=_BATCH)
    for row in work.session.scalars(query):
        theirs = entry.theirs is None or getattr(row, entry.theirs) in ("buyer", *subject.names)
        for column, act in acts.items():
            what = act if theirs or act is not Act.TEXT else Act.SCRUB
            new = changed(what, getattr(row, column), subject)
            setattr(row, column, new if new is not None or model.__table__.c[column].nullable else "")
    work.session.flush()


def changed(act: Act, value: Any, subject: Subject) -> Any:
    """Give what a value becomes; what is not there stays away."""
    if value is None:
        return None
    match act:
        case Act.NAME:
            return subject.name_left
        case Act.TEXT:
            return subject.text_left if value else value
        case Act.ADDRESS:
            return f"{new_id().hex}@borrado.invalid"
        case Act.PLACE:
            return {
                key: one if key in STAYS_OF_PLACE or one is None else subject.name_left for key, one in value.items()
            }
        case Act.EMPTY | Act.FILES:
            return type(value)() if isinstance(value, list) else None
        case _:
            return scrubbed(value, subject)


def scrubbed(value: Any, subject: Subject) -> Any:
    """Take what names a person out of a text, or out of everything inside a structure."""
    if not isinstance(value, str):
        return json.loads(scrubbed(json.dumps(value, ensure_ascii=False), subject))
    for mark in sorted((*subject.names, *subject.reach), key=len, reverse=True):
        value = re.sub(re.escape(mark), subject.name_left, value, flags=re.IGNORECASE)
    for given in {name.split()[0] for name in subject.names if name.split()}:
        if len(given) >= _SHORTEST_GIVEN_NAME:
            value = re.sub(rf"\b{re.escape(given)}\b", subject.name_left, value)
    return value
