"""Tables of the ledger: what moved money, and its entries."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import PlatformOwned, ShopReadable


class LedgerTransaction(PlatformOwned):
    """Something that moved money, written once for each cause and kind. Its entries sum to zero."""

    __tablename__ = "ledger_transaction"
    __table_args__ = (UniqueConstraint("kind", "cause"),)

    kind: Mapped[str]  # sale, release, cancel, return, refund
    cause: Mapped[str]
    at: Mapped[datetime]


class LedgerEntry(ShopReadable):
    """One side of a transaction: plus is debit, minus is credit. Added, never changed: the database refuses."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_account", "tenant_id", "account", "at"),
        Index("ix_ledger_entry_transaction", "transaction_id"),
    )

    transaction_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_transaction.id"))
    at: Mapped[datetime]
    account: Mapped[str]  # see ledger.rules.LedgerAccount
    order_id: Mapped[UUID | None]
    kind: Mapped[str]  # what the seller reads: sale, commission, …
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(default="MXN")
