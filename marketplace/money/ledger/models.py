"""Tables of the ledger: what moved money and its entries, what they come to, and the days that were sealed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import PlatformOwned, Reference, ShopReadable


class LedgerTransaction(PlatformOwned):
    """Something that moved money, written once for each cause and kind. Its entries sum to zero."""

    __tablename__ = "ledger_transaction"
    __table_args__ = (UniqueConstraint("kind", "cause"),)

    kind: Mapped[str]  # sale, release, reversal, refund, payout, payout_paid, payout_failed, payout_returned, …
    cause: Mapped[str]
    at: Mapped[datetime]


class LedgerEntry(ShopReadable):
    """One side of a transaction: plus is debit, minus is credit. Added, never changed: the database refuses."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_account", "tenant_id", "account", "at"),
        Index("ix_ledger_entry_transaction", "transaction_id"),
        Index("ix_ledger_entry_at", "at"),
        Index("ix_ledger_entry_order", "order_id"),
    )

    transaction_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_transaction.id"))
    at: Mapped[datetime]
    account: Mapped[str]  # see ledger.rules.LedgerAccount
    order_id: Mapped[UUID | None]
    kind: Mapped[str]  # what the seller reads: sale, commission, …
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(default="MXN")


class LedgerBalance(ShopReadable):
    """What a shop's entries in one account come to. The database keeps it in the statement that adds the entries."""

    __tablename__ = "ledger_balance"
    __table_args__ = (UniqueConstraint("tenant_id", "account"),)

    account: Mapped[str]
    amount_minor: Mapped[int]  # plus is debit: what the shop is owed has a minus


class SealedDay(Reference):
    """A day of the books that is over: the Merkle root of its entries, and the chain of all roots until then."""

    __tablename__ = "sealed_day"

    day: Mapped[date] = mapped_column(primary_key=True)  # of Mexico City
    entries: Mapped[int]
    root: Mapped[str]
    chain: Mapped[str]  # SHA-256 of the chain before and of this root
    sealed_at: Mapped[datetime]


class BooksCheck(PlatformOwned):
    """That everything which tells of money was compared, and what did not agree."""

    __tablename__ = "books_check"
    __table_args__ = (Index("ix_books_check_at", "at"),)

    at: Mapped[datetime]
    entries: Mapped[int]  # in the books at that moment
    differences: Mapped[list[Any]]
