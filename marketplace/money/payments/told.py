"""What is asked of a provider and what it tells, in one vocabulary for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What a provider can tell. A gateway puts its provider's own words into these; what fits none is OTHER."""

    CHARGE_WAITING = "charge.waiting"  # the buyer chose a way that takes days: a voucher, a transfer
    CHARGE_PARTIAL = "charge.partial"  # a part of the money has come; the amount is all of it so far
    CHARGE_SUCCEEDED = "charge.succeeded"
    CHARGE_DECLINED = "charge.declined"  # one try failed; the buyer may try again on the same page
    CHARGE_ENDED = "charge.ended"  # the page or the voucher is over
    REFUND_PENDING = "refund.pending"  # accepted, and on its way
    REFUND_SUCCEEDED = "refund.succeeded"
    REFUND_FAILED = "refund.failed"
    DISPUTE_OPENED = "dispute.opened"  # a chargeback: the bank asks for the money on behalf of its customer
    DISPUTE_WON = "dispute.won"
    DISPUTE_LOST = "dispute.lost"
    ACCOUNT_CHANGED = "account.changed"  # of a shop that is paid by the provider; how it stands is looked at
    MONEY_LEFT = "money.left"  # more was transferred than asked for, or a part of what was given up
    OTHER = "other"  # kept, and for people to look at


ABOUT_REFUNDS = frozenset({EventKind.REFUND_PENDING, EventKind.REFUND_SUCCEEDED, EventKind.REFUND_FAILED})
ABOUT_DISPUTES = frozenset({EventKind.DISPUTE_OPENED, EventKind.DISPUTE_WON, EventKind.DISPUTE_LOST})


class Method(StrEnum):
    """How a buyer pays. A card is paid at once; a voucher of OXXO and a transfer by SPEI take hours or days."""

    CARD = "card"
    OXXO = "oxxo"
    SPEI = "spei"


class Funding(StrEnum):
    """Whose money a card pays with, where a provider says it: the bank's, or what is in an account."""

    CREDIT = "credit"
    DEBIT = "debit"


@dataclass(frozen=True)
class PaidWith:
    """How a charge was paid; with a card, in how many months without interest (None: at once), and with whose money."""

    months: int | None = None
    funding: Funding | None = None
    method: Method | None = None


_LONGEST = 500
_MOST_MINOR = 10**15


class BadEvent(Exception):
    """A signed message that its gateway cannot read."""


@dataclass(frozen=True)
class Told:
    """Something that a provider tells by itself, or answers. Amounts in centavos.

    `event_id` is the provider's name for the telling: the same one is kept once. An answer has none of its own; its gateway
    makes one of what it is about and how that stands.
    """

    event_id: str
    kind: EventKind
    said: str  # the provider's own word for the kind
    ref: str  # the provider's name for the charge or refund it is about
    key: str | None = None  # our key, which it was asked under, where the provider gives it back
    amount_minor: int | None = None
    currency: str | None = None
    failure: str | None = None  # why, in the provider's words
    payment_ref: str | None = None  # the provider's name for the payment, where that is another than for the charge
    method: Method | None = None
    until: datetime | None = None  # the end of a voucher; or by when a dispute must be answered
    voucher: str | None = None  # the page of a voucher, or of where to transfer to

    def __post_init__(self) -> None:
        """Refuse what no table can keep; raises BadEvent."""
        texts = (
            self.event_id,
            self.said,
            self.ref,
            self.key,
            self.currency,
            self.failure,
            self.payment_ref,
            self.voucher,
        )
        if not self.event_id or any("\0" in text or len(text) > _LONGEST for text in texts if text):
            raise BadEvent
        if self.amount_minor is not None and abs(self.amount_minor) > _MOST_MINOR:
            raise BadEvent


@dataclass(frozen=True)
class ChargeAsked:
    """What a provider is asked to take. The key is the same however often this is asked."""

    key: str
    amount_minor: int
    currency: str
    reference: str  # what people call the purchase
    asked_at: datetime
    ref: str | None = None  # the provider's name for it, once that is known
    instalments: bool = False  # whether it may be paid in months without interest


@dataclass(frozen=True)
class RefundAsked:
    """What a provider is asked to give back of a charge that it knows as `charge_ref`."""

    key: str
    charge_ref: str
    amount_minor: int
    currency: str


@dataclass(frozen=True)
class LeftAsked:
    """What a provider is asked to give back to who transferred too much; `owner` is its name for whose it is."""

    key: str
    owner: str
    amount_minor: int
    currency: str


@dataclass(frozen=True)
class LeftTold:
    """What became of that: how much goes back, in centavos, and under which key of ours the charge was asked that it came
    for."""

    amount_minor: int
    charge_key: str | None


@dataclass(frozen=True)
class Cost:
    """What a provider really took for a charge, in centavos, and the IVA on that. `ref`: of its movement there."""

    fee_minor: int
    iva_minor: int
    ref: str


class DisputeStage(StrEnum):
    """How a chargeback stands at its provider."""

    OPEN = "open"  # evidence may be sent
    REVIEW = "review"  # the bank looks at it
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True)
class DisputeStanding:
    """How a chargeback stands at its provider, in centavos: what the bank took, and what it asks for asking."""

    ref: str
    state: DisputeStage
    amount_minor: int
    currency: str
    fee_minor: int
    reason: str  # in the provider's words
    answer_by: datetime | None


@dataclass(frozen=True)
class Standing:
    """How a charge stands at its provider: its name for it, the page where the buyer pays, and what it tells of it."""

    ref: str
    page: str | None
    told: Told | None = None
