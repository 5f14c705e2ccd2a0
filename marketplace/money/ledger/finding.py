"""Finding transactions of the books: by day, shop and kind, of some orders, and each with its entries. For staff."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from marketplace.kernel.calendar import morning_of, night_of
from marketplace.kernel.work import Work
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction
from marketplace.money.ledger.rules import TransactionKind

TransactionKey = tuple[datetime, UUID]
_IN_A_BATCH = 2000


@dataclass(frozen=True)
class TransactionFilter:
    """Which transactions: from a day of Mexico City to another, of a shop, of a kind; None is any."""

    first: date | None = None
    last: date | None = None
    tenant_id: UUID | None = None
    kind: TransactionKind | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What must be true of a transaction."""
        if self.first:
            yield LedgerTransaction.at >= morning_of(self.first)
        if self.last:
            yield LedgerTransaction.at < night_of(self.last)
        if self.kind:
            yield LedgerTransaction.kind == self.kind.value
        if self.tenant_id:
            theirs = aliased(LedgerEntry)  # beside the entries that a query may list
            yield exists().where(theirs.transaction_id == LedgerTransaction.id, theirs.tenant_id == self.tenant_id)


@dataclass(frozen=True)
class WrittenTransaction:
    """A transaction as staff read it, with how much it moved, in centavos, and which order it is about."""

    id: UUID
    at: datetime
    kind: str
    cause: str
    moved_minor: int
    order_id: UUID | None


def find_transactions(
    work: Work, which: TransactionFilter, *, after: TransactionKey | None = None, limit: int = 50
) -> list[WrittenTransaction]:
    """List transactions, the latest first, from after a key on (its time and its id)."""
    query = select(LedgerTransaction).where(*which.conditions())
    if after is not None:
        query = query.where(tuple_(LedgerTransaction.at, LedgerTransaction.id) < tuple_(*after))
    return _written(work, query.order_by(LedgerTransaction.at.desc(), LedgerTransaction.id.desc()).limit(limit))


def transactions_of_orders(
    work: Work, order_ids: Collection[UUID], causes: Collection[str] = ()
) -> list[WrittenTransaction]:
    """List what was written of some orders, or for some causes, the earliest first."""
    of_them = select(LedgerEntry.transaction_id).where(LedgerEntry.order_id.in_(order_ids))
    query = select(LedgerTransaction).where(
        LedgerTransaction.id.in_(of_them) | LedgerTransaction.cause.in_(list(causes))
    )
    return _written(work, query.order_by(LedgerTransaction.at, LedgerTransaction.id))


def find_transaction(work: Work, transaction_id: UUID) -> WrittenTransaction | None:
    """Find a transaction by its id."""
    return next(iter(_written(work, select(LedgerTransaction).where(LedgerTransaction.id == transaction_id))), None)


def _written(work: Work, query: Select[LedgerTransaction]) -> list[WrittenTransaction]:
    rows = work.session.scalars(query).all()
    moved = func.coalesce(func.sum(LedgerEntry.amount_minor).filter(LedgerEntry.amount_minor > 0), 0)
    sums = work.session.execute(
        select(LedgerEntry.transaction_id, moved, func.min(cast(LedgerEntry.order_id, String)))
        .where(LedgerEntry.transaction_id.in_([row.id for row in rows]))
        .group_by(LedgerEntry.transaction_id)
    )
    found = {row[0]: (int(row[1]), UUID(row[2]) if row[2] else None) for row in sums}
    return [WrittenTransaction(row.id, row.at, row.kind, row.cause, *found.get(row.id, (0, None))) for row in rows]


def entries_of_transactions(work: Work, ids: Collection[UUID]) -> dict[UUID, list[LedgerEntry]]:
    """Give the entries of some transactions, in the order in which they were written."""
    found: dict[UUID, list[LedgerEntry]] = {one: [] for one in ids}
    for row in work.session.scalars(
        select(LedgerEntry).where(LedgerEntry.transaction_id.in_(ids)).order_by(LedgerEntry.id)
    ):
        found[row.transaction_id].append(row)
    return found


def entries_for_file(work: Work, which: TransactionFilter) -> Iterator[Sequence[Any]]:
    """Give every entry of some transactions for a file, the earliest first: what it is of, whose, and how much.

    They come in batches, through one cursor of the database: all as they were at one moment, and never all in memory.
    """
    query = (
        select(
            LedgerTransaction.at,
            LedgerTransaction.id,
            LedgerTransaction.kind.label("transaction"),
            LedgerTransaction.cause,
            LedgerEntry.account,
            LedgerEntry.kind,
            LedgerEntry.tenant_id,
            LedgerEntry.order_id,
            LedgerEntry.amount_minor,
        )
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(*which.conditions())
        .order_by(LedgerTransaction.at, LedgerTransaction.id, LedgerEntry.id)
    )
    yield from work.session.execute(query.execution_options(yield_per=_IN_A_BATCH)).partitions()
