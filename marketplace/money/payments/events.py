"""What payments tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class ProviderTold(Fact):
    """A provider told something that was not known yet; a job says what it means."""

    event_id: UUID


@dataclass(frozen=True)
class AttemptDoubted(Fact):
    """Nothing was heard of an attempt for a while; a job looks at the provider."""

    attempt_id: UUID


@dataclass(frozen=True)
class ChargeWaits(Fact):
    """The buyer chose a way of paying that takes days, or a part of it has come: goods are to be held until `hold_until`."""

    purchase_id: UUID
    attempt_id: UUID
    method: str  # told.Method
    pay_until: datetime
    hold_until: datetime
    received_minor: int


@dataclass(frozen=True)
class ChargeDeclined(Fact):
    """One try to pay a purchase failed, for a reason in the provider's words; it may be tried again."""

    purchase_id: UUID
    failure: str


@dataclass(frozen=True)
class AttemptOver(Fact):
    """What the buyer of a purchase chose cannot be paid any more; they may choose anew."""

    purchase_id: UUID


@dataclass(frozen=True)
class ChargeEnding(Fact):
    """A voucher or transfer that was chosen is over soon, and the money has not come."""

    purchase_id: UUID
    attempt_id: UUID


@dataclass(frozen=True)
class AccountTold(Fact):
    """A provider told something of an account to which it pays a shop; whoever knows whose it is looks how it stands."""

    provider: str
    ref: str


@dataclass(frozen=True)
class DisputeTold(Fact):
    """A provider told something of a chargeback; a job looks how it stands."""

    charge_id: UUID
    provider: str
    ref: str


@dataclass(frozen=True)
class ChargebackOpened(Fact):
    """The bank of who paid a purchase took the money back, and asks for evidence."""

    chargeback_id: UUID
    purchase_id: UUID


@dataclass(frozen=True)
class EvidenceReady(Fact):
    """Evidence against a chargeback is to be sent; a job does."""

    chargeback_id: UUID


@dataclass(frozen=True)
class ChargebackClosed(Fact):
    """The bank decided: what it took comes back (`won`), or stays away."""

    chargeback_id: UUID
    purchase_id: UUID
    won: bool


@dataclass(frozen=True)
class AttemptAbandoned(Fact):
    """Nobody may pay an attempt any more; a job ends its page at the provider."""

    attempt_id: UUID


@dataclass(frozen=True)
class ChargeSucceeded(Fact):
    """The money of a purchase is with the provider."""

    purchase_id: UUID
    amount_minor: int


@dataclass(frozen=True)
class CostUnknown(Fact):
    """What a provider took for a purchase was not said when it was paid; a job asks again."""

    purchase_id: UUID


@dataclass(frozen=True)
class RefundRequested(Fact):
    """Money is to go back; a job asks the provider."""

    refund_id: UUID


@dataclass(frozen=True)
class RefundDoubted(Fact):
    """Nothing was heard of a refund for a while; a job looks at the provider."""

    refund_id: UUID


@dataclass(frozen=True)
class MoneyLeft(Fact):
    """A provider told that somebody transferred more than was asked for; a job has it give that back."""

    event_id: UUID


@dataclass(frozen=True)
class LeftReturned(Fact):
    """What was transferred too much for a purchase goes back, in centavos."""

    purchase_id: UUID
    event_id: UUID
    amount_minor: int


@dataclass(frozen=True)
class RefundStuck(Fact):
    """Money does not go back by the way it came, or came back after it had gone: its buyer has to say where to."""

    refund_id: UUID
    tenant_id: UUID
    order_id: UUID
    amount_minor: int
    times: int  # how often that was so of this refund by now


@dataclass(frozen=True)
class RefundSucceeded(Fact):
    """Money went back."""

    tenant_id: UUID
    order_id: UUID
    cause: str
    amount_minor: int
