"""Tables of money: charges, refunds, and what providers told us."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.money.payments.rules import ChargeState, RefundState, Verdict
from tenants.ownership import PlatformOwned


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
