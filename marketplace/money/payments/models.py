"""Tables of payments: charges, the attempts to take them, refunds, and what providers told us."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.money.payments.rules import (
    ATTEMPT_NEXT,
    CHARGE_NEXT,
    CHARGEBACK_NEXT,
    LIVE,
    REFUND_NEXT,
    AttemptState,
    ChargebackState,
    ChargeState,
    RefundState,
    RefundWay,
    Verdict,
)
from marketplace.money.payments.told import EventKind, Method
from tenants.ownership import PlatformOwned

_LIVE = text(f"state IN ({', '.join(repr(state.value) for state in LIVE)})")


class Charge(PlatformOwned):
    """The intention to take the money of one purchase, and what became of it."""

    __tablename__ = "charge"
    __table_args__ = (
        states_only(ChargeState, CHARGE_NEXT),
        CheckConstraint("paid_by IS NULL OR state = 'succeeded'", name="paid_by"),
    )

    purchase_id: Mapped[UUID] = mapped_column(unique=True)
    reference: Mapped[str]  # what people call the purchase: its code
    amount_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(default="MXN")
    state: Mapped[str]  # rules.ChargeState
    created_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]
    # Whether everything in it may be paid in months without interest, as it was when it was placed; None: of before.
    instalments: Mapped[bool | None]
    paid_by: Mapped[UUID | None]  # the attempt whose money it is
    # The release before knew one attempt a charge, and writes these while both run; they go with the next one.
    provider: Mapped[str]
    provider_ref: Mapped[str] = mapped_column(unique=True)
    last_failure: Mapped[str | None]


class PaymentAttempt(PlatformOwned):
    """One try to take a charge at a provider. Its key, made from its id, is the same however often the provider is asked."""

    __tablename__ = "payment_attempt"
    __table_args__ = (
        states_only(AttemptState, ATTEMPT_NEXT),
        UniqueConstraint("charge_id", "number"),
        UniqueConstraint("provider", "provider_ref"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("received_minor >= 0", name="received"),
        CheckConstraint("months > 1", name="months"),
        states_only(Method, column="method"),
        Index("uq_payment_attempt_live", "charge_id", unique=True, postgresql_where=_LIVE),
        Index("ix_payment_attempt_live", "asked_at", postgresql_where=_LIVE),
    )

    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"))
    number: Mapped[int]
    provider: Mapped[str]
    provider_ref: Mapped[str | None]  # its name there, once that is known
    page: Mapped[str | None]  # where the buyer pays
    state: Mapped[str]  # rules.AttemptState
    amount_minor: Mapped[int]
    currency: Mapped[str]
    received_minor: Mapped[int] = mapped_column(default=0)  # what has come of it so far
    left_minor: Mapped[int] = mapped_column(default=0, server_default="0")  # transferred too much; it goes back
    failure: Mapped[str | None]  # why the last try was declined, in the provider's words
    payment_ref: Mapped[str | None] = mapped_column(index=True)  # the provider's name for the payment, once one is made
    method: Mapped[str | None]  # told.Method, once it is chosen
    months: Mapped[int | None]  # in how many it was paid, without interest; None: at once, or not looked at
    pay_until: Mapped[datetime | None]  # when a voucher or a transfer that was chosen is over
    voucher: Mapped[str | None]  # the page of the voucher, or of where to transfer to
    reminded_at: Mapped[datetime | None]
    cost_minor: Mapped[int | None]  # what the provider really took, IVA left out
    cost_iva_minor: Mapped[int | None]
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ProviderEvent(PlatformOwned):
    """What a provider told us, once: a second telling with the same id has no effect.

    It is kept whatever it says, and judged by a job; `verdict` then says what it meant, and staff see what is doubtful.
    """

    __tablename__ = "provider_event"
    __table_args__ = (
        UniqueConstraint("provider", "event_id"),
        states_only(EventKind, column="kind", still_written=("charge.failed",)),
        states_only(Verdict, column="verdict"),
        CheckConstraint("judged_at IS NULL OR verdict IS NOT NULL", name="judged"),
        Index("ix_provider_event_verdict", "verdict", "received_at"),
        Index("ix_provider_event_waiting", "received_at", postgresql_where=text("verdict IS NULL")),
    )

    provider: Mapped[str]
    event_id: Mapped[str]
    kind: Mapped[str]  # told.EventKind
    said: Mapped[str] = mapped_column(server_default="")  # the provider's own word for it
    received_at: Mapped[datetime]
    provider_ref: Mapped[str]  # of the charge or refund it is about, as it was told
    key: Mapped[str | None]
    amount_minor: Mapped[int | None]
    currency: Mapped[str | None]
    failure: Mapped[str | None]
    payment_ref: Mapped[str | None] = mapped_column(index=True)
    method: Mapped[str | None]
    until: Mapped[datetime | None]
    voucher: Mapped[str | None]
    charge_id: Mapped[UUID | None]  # that it turned out to be about
    verdict: Mapped[str | None]  # rules.Verdict
    judged_at: Mapped[datetime | None]


class Chargeback(PlatformOwned):
    """A bank took the money of a charge back on behalf of who paid; what was answered, and what it decided."""

    __tablename__ = "chargeback"
    __table_args__ = (
        states_only(ChargebackState, CHARGEBACK_NEXT),
        UniqueConstraint("provider", "ref"),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_chargeback_open", "answer_by", postgresql_where=text("state = 'open'")),
    )

    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"), index=True)
    provider: Mapped[str]
    ref: Mapped[str]  # its name there
    state: Mapped[str]  # rules.ChargebackState
    amount_minor: Mapped[int]
    currency: Mapped[str]
    fee_minor: Mapped[int]  # what the bank asks for asking
    reason: Mapped[str]
    opened_at: Mapped[datetime]
    answer_by: Mapped[datetime | None]
    photos: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default="[]")  # keys of the pictures sent
    evidence: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]


class Refund(PlatformOwned):
    """The intention to give money back, and what became of it. One for each cause."""

    __tablename__ = "refund"

    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"))
    tenant_id: Mapped[UUID]
    order_id: Mapped[UUID] = mapped_column(index=True)
    cause: Mapped[str] = mapped_column(unique=True)  # opaque: "order:…", "return:…"
    amount_minor: Mapped[int]
    state: Mapped[str]  # rules.RefundState
    way: Mapped[str] = mapped_column(default="provider", server_default="provider")  # rules.RefundWay
    times_stuck: Mapped[int] = mapped_column(default=0, server_default="0")  # how often its buyer had to say where to
    provider_ref: Mapped[str | None]
    failure: Mapped[str | None]  # in the words of the provider, or of the bank
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        states_only(RefundState, REFUND_NEXT),
        states_only(RefundWay, column="way"),
        Index("ix_refund_under_way", "asked_at", postgresql_where=text("state IN ('asked', 'pending')")),
        Index("ix_refund_charge_id", "charge_id"),
    )
