"""Tables of payouts: what holds money back, when and where a shop is paid, the deposits, and the files for the bank."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.money.payouts.gateways.told import TransferAsked
from marketplace.money.payouts.rules import (
    ACCOUNT_NEXT,
    LONGEST_HOLD_DAYS,
    NEXT,
    AccountEnd,
    AccountState,
    Every,
    PayoutState,
    payout_key,
)
from tenants.ownership import PlatformOwned, SharedWithBuyer, ShopReadable, TenantOwned


class MoneyHold(SharedWithBuyer):
    """Something that is open about an order and holds money of it back until it ends: a return, a claim, a dispute."""

    __tablename__ = "money_hold"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "order_id"], ["order.tenant_id", "order.id"], name="fk_money_hold_tenant_id_order"
        ),
        UniqueConstraint("tenant_id", "order_id", "cause", name="uq_money_hold_cause"),
    )

    order_id: Mapped[UUID]
    cause: Mapped[str]  # opaque: "return:…", "claim:…", "dispute:…"
    amount_minor: Mapped[int | None]  # of the shop's money, what it is about; None: all of the order
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ShopHold(ShopReadable):
    """A decision that holds what a shop is due back from its payouts, from one day of Mexico City to another, both included.

    It moves nothing in the books: what is held stays the shop's, and available.
    """

    __tablename__ = "shop_hold"
    __table_args__ = (
        UniqueConstraint("cause"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint(f"last_day - first_day BETWEEN 0 AND {LONGEST_HOLD_DAYS - 1}", name="days"),
    )

    cause: Mapped[str]  # opaque: "measure:…"
    amount_minor: Mapped[int | None]  # up to how much; None: all
    first_day: Mapped[date]
    last_day: Mapped[date]
    freed_at: Mapped[datetime | None]  # before its last day


class PayoutPlan(TenantOwned):
    """When a shop is paid. One row a shop that chose; `id` is the shop's own."""

    __tablename__ = "payout_plan"
    __table_args__ = (
        states_only(Every, column="every"),
        CheckConstraint("weekday BETWEEN 0 AND 4", name="weekday"),
        CheckConstraint("least_minor >= 0", name="least"),
    )

    every: Mapped[str]  # rules.Every
    weekday: Mapped[int]  # rules.PayDay
    least_minor: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class PayoutAccount(TenantOwned):
    """A bank account that a shop gave, and whether it showed that the account is its own."""

    __tablename__ = "payout_account"
    __table_args__ = (
        states_only(AccountState, ACCOUNT_NEXT),
        states_only(AccountEnd, column="ended_for"),
        Index("uq_payout_account_in_use", "tenant_id", unique=True, postgresql_where=text("state = 'in_use'")),
        Index(
            "uq_payout_account_open",
            "tenant_id",
            unique=True,
            postgresql_where=text("state IN ('unproven', 'waiting')"),
        ),
        Index("ix_payout_account_file", "file_id"),
        Index("uq_payout_account_recipient", "recipient", unique=True),
        CheckConstraint("check_minor BETWEEN 1 AND 99", name="check_minor"),
        CheckConstraint("(road = 'bank_file') = (clabe <> '' AND check_minor IS NOT NULL)", name="road"),
    )

    road: Mapped[str] = mapped_column(default="bank_file", server_default="bank_file")  # by which it is paid: gateways
    clabe: Mapped[str]  # empty: it is no account at a bank
    recipient: Mapped[str | None]  # what the road calls an account there
    asked: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # what the road still asks of the shop
    holder: Mapped[str]
    state: Mapped[str]  # rules.AccountState
    code: Mapped[str] = mapped_column(unique=True)  # what the bank's file calls the centavos
    check_minor: Mapped[
        int | None
    ]  # of one at a bank, the centavos that are sent there; whoever sees them there tells them here
    tries_left: Mapped[int]
    given_at: Mapped[datetime]
    given_by: Mapped[str]
    starts_at: Mapped[datetime]  # not before; of an account that replaces another
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("payout_file.id"))
    sent_at: Mapped[datetime | None]  # the centavos
    arrived_at: Mapped[datetime | None]
    proven_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_for: Mapped[str | None]  # rules.AccountEnd

    @property
    def ends_with(self) -> str:
        """The end of its number, as it is shown."""
        return (self.clabe or self.recipient or "")[-4:]


class PayoutFile(PlatformOwned):
    """A file of deposits that somebody of the staff prepared for the bank. What stands in it never changes."""

    __tablename__ = "payout_file"

    number: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    made_by_id: Mapped[UUID | None]
    lines: Mapped[int]
    total_minor: Mapped[int]


class Payout(TenantOwned):
    """A deposit to a shop. Of which orders it consists, the entries of its ledger transaction say."""

    __tablename__ = "payout"
    __table_args__ = (
        states_only(PayoutState, NEXT),
        UniqueConstraint("tenant_id", "due_on", name="uq_payout_due_on"),
        ForeignKeyConstraint(
            ["tenant_id", "account_id"], ["payout_account.tenant_id", "payout_account.id"], name="fk_payout_account"
        ),
        Index("ix_payout_made", "tenant_id", "made_at"),
        Index("ix_payout_on_way", "made_at", postgresql_where=text("state IN ('due', 'sent')")),
        Index("ix_payout_file", "file_id"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("kept_minor >= 0", name="kept"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]  # rules.PayoutState
    amount_minor: Mapped[int]
    kept_minor: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # stayed behind by a decision
    currency: Mapped[str] = mapped_column(default="MXN")
    account_id: Mapped[UUID]
    clabe: Mapped[str]  # to which it goes, whatever account the shop gives later
    recipient: Mapped[str | None]  # or to which account at its road
    holder: Mapped[str]
    road: Mapped[str]  # by which it goes: gateways
    transaction_id: Mapped[UUID]  # in the books
    orders: Mapped[int]
    since: Mapped[date | None]  # the pay day before
    due_on: Mapped[date]
    made_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]  # the bank was asked: look before asking again
    sent_at: Mapped[datetime | None]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("payout_file.id"))
    settled_at: Mapped[datetime | None]
    failure: Mapped[str | None]  # in the bank's words

    @property
    def asked(self) -> TransferAsked:
        """What a road is asked for it: as it was made, whatever the shop changed since."""
        return TransferAsked(
            payout_key(self.id), self.code, self.clabe, self.holder, self.amount_minor, self.currency, self.recipient
        )

    @property
    def ends_with(self) -> str:
        """The end of the number of its account, as it is shown."""
        return (self.clabe or self.recipient or "")[-4:]


class RefundTransfer(PlatformOwned):
    """Money that goes back to a buyer by a file for the bank, to an account that they gave. One for each account."""

    __tablename__ = "refund_transfer"
    __table_args__ = (
        states_only(PayoutState, NEXT),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_refund_transfer_file", "file_id"),
        Index(
            "uq_refund_transfer_live",
            "refund_id",
            unique=True,
            postgresql_where=text("state IN ('due', 'sent', 'paid')"),
        ),
    )

    refund_id: Mapped[UUID] = mapped_column(ForeignKey("refund.id"), index=True)
    owner_id: Mapped[UUID]  # whose money it is
    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]  # rules.PayoutState
    amount_minor: Mapped[int]
    clabe: Mapped[str]
    holder: Mapped[str]
    given_at: Mapped[datetime]  # and agreed that it goes this way (LFPC art. 92)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("payout_file.id"))
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    failure: Mapped[str | None]  # in the bank's words

    @property
    def asked(self) -> TransferAsked:
        """What the bank is asked for it."""
        return TransferAsked(f"refund:{self.id}", self.code, self.clabe, self.holder, self.amount_minor, "MXN")

    @property
    def ends_with(self) -> str:
        """The end of the number of its account, as it is shown."""
        return self.clabe[-4:]
