"""Tables of money: charges, refunds, what providers told us, and the ledger."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.money.payments.rules import ChargeState, RefundState, Verdict
from tenants.ownership import PlatformOwned, ShopReadable


class Charge(PlatformOwned):
    """The intention to take the money of one purchase, and what became of it."""

    __tablename__ = "charge"
    __table_args__ = (states_only(ChargeState),)

    purchase_id: Mapped[UUID] = mapped_column(unique=True)
    reference: Mapped[str]  # what people call the purchase: its code
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(default="MXN")
    provider: Mapped[str]
    provider_ref: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]  # rules.ChargeState
    created_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]
    last_failure: Mapped[str | None]


class ProviderEvent(PlatformOwned):
    """What a provider told us, once: a second telling with the same id has no effect.

    It is kept whatever it says; `verdict` says what it meant (rules.Verdict), and staff see what is doubtful.
    """

    __tablename__ = "provider_event"
    __table_args__ = (
        UniqueConstraint("provider", "event_id"),
        states_only(Verdict, column="verdict"),
        Index("ix_provider_event_verdict", "verdict", "received_at"),
    )

    provider: Mapped[str]
    event_id: Mapped[str]
    kind: Mapped[str]
    received_at: Mapped[datetime]
    provider_ref: Mapped[str]  # of the charge it is about, as it was told
    amount_minor: Mapped[int | None]
    currency: Mapped[str | None]
    verdict: Mapped[str]


class Refund(PlatformOwned):
    """The intention to give money back, and what became of it. One for each cause."""

    __tablename__ = "refund"

    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"))
    tenant_id: Mapped[UUID]
    order_id: Mapped[UUID] = mapped_column(index=True)
    cause: Mapped[str] = mapped_column(unique=True)  # opaque: "order:…", "return:…"
    amount_minor: Mapped[int]
    state: Mapped[str]  # rules.RefundState
    provider_ref: Mapped[str | None]
    created_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount"), states_only(RefundState))


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
    account: Mapped[str]  # see payments.rules.Account
    order_id: Mapped[UUID | None]
    kind: Mapped[str]  # what the seller reads: sale, commission, …
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(default="MXN")
