"""The accounts of the ledger and what each event writes in them: pure arithmetic that sums to zero.

Plus is debit, minus is credit. What a shop is owed is minus the sum of its `seller_…` accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChargeState(StrEnum):
    """Where the money of a purchase stands."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    EXPIRED = "expired"


# Late money is still money: a charge that was given up can still succeed.
CHARGE_NEXT: Mapping[ChargeState, frozenset[ChargeState]] = {
    ChargeState.PENDING: frozenset({ChargeState.SUCCEEDED, ChargeState.EXPIRED}),
    ChargeState.EXPIRED: frozenset({ChargeState.SUCCEEDED}),
    ChargeState.SUCCEEDED: frozenset(),
}


class RefundState(StrEnum):
    """Where money that goes back stands."""

    DUE = "due"
    SUCCEEDED = "succeeded"


REFUND_NEXT: Mapping[RefundState, frozenset[RefundState]] = {
    RefundState.DUE: frozenset({RefundState.SUCCEEDED}),
    RefundState.SUCCEEDED: frozenset(),
}


class EventKind(StrEnum):
    """What a provider can tell about a charge; anything else is kept and has no effect."""

    SUCCEEDED = "charge.succeeded"
    FAILED = "charge.failed"


class Verdict(StrEnum):
    """What became of something that a provider told."""

    TAKEN = "taken"
    REPEATED = "repeated"  # the charge had succeeded already
    OVER = "over"  # a failure of a charge that was given up
    UNKNOWN_KIND = "unknown_kind"
    NO_CHARGE = "no_charge"
    NO_AMOUNT = "no_amount"
    DIFFERS = "differs"  # another amount or currency than was asked for


# What staff must look at: somebody may have paid something that the books do not hold.
DOUBTFUL = frozenset({Verdict.UNKNOWN_KIND, Verdict.NO_CHARGE, Verdict.NO_AMOUNT, Verdict.DIFFERS})


@dataclass(frozen=True)
class Told:
    """What a provider says: a kind, and centavos of a currency where it says them."""

    kind: str
    amount_minor: int | None = None
    currency: str | None = None


def judge_told(told: Told, *, state: ChargeState | None, amount_minor: int, currency: str) -> Verdict:
    """Say what something told means for a charge that asks for an amount; `state` is None where there is no charge.

    Money counts only when amount and currency are those that were asked for.
    """
    if told.kind not in list(EventKind):
        return Verdict.UNKNOWN_KIND
    if state is None:
        return Verdict.NO_CHARGE
    if told.kind == EventKind.FAILED:
        return Verdict.TAKEN if state is ChargeState.PENDING else Verdict.OVER
    if told.amount_minor is None or not told.currency:
        return Verdict.NO_AMOUNT
    if (told.amount_minor, told.currency) != (amount_minor, currency):
        return Verdict.DIFFERS
    return Verdict.REPEATED if state is ChargeState.SUCCEEDED else Verdict.TAKEN


class Account(StrEnum):
    """Where money can be."""

    PROVIDER = "provider"  # held for us at the payment provider
    SELLER_PENDING = "seller_pending"  # a shop's, until its order is delivered
    SELLER_AVAILABLE = "seller_available"  # a shop's, to be paid out
    REFUNDS_DUE = "refunds_due"  # owed to buyers
    COMMISSION = "commission"  # ours
    PROCESSING = "processing"  # passed on to the provider
    IVA_PAYABLE = "iva_payable"  # IVA on what is ours, owed to the SAT
    ISR_WITHHELD = "isr_withheld"  # withheld from shops, owed to the SAT
    IVA_WITHHELD = "iva_withheld"
    SUBSIDIES = "subsidies"  # what we add to free shipping


# Where the other side of each kind of fee stands (kinds: fees.rules.Kind).
OTHER_SIDE: Mapping[str, Account] = {
    "commission": Account.COMMISSION,
    "commission_iva": Account.IVA_PAYABLE,
    "processing": Account.PROCESSING,
    "processing_iva": Account.IVA_PAYABLE,
    "isr_withheld": Account.ISR_WITHHELD,
    "iva_withheld": Account.IVA_WITHHELD,
    "shipping_subsidy": Account.SUBSIDIES,
}


@dataclass(frozen=True)
class Entry:
    """One side: an account, what it is about, and centavos (plus debit, minus credit). `shop` marks a shop's account."""

    account: Account
    kind: str
    amount_minor: int
    shop: bool


def _taken(seller: Account, fees: Mapping[str, int]) -> list[Entry]:
    """Move fees (plus) from the shop to where they belong, or back (minus)."""
    entries = []
    for kind, amount in fees.items():
        if amount:
            entries += [Entry(seller, kind, amount, True), Entry(OTHER_SIDE[kind], kind, -amount, False)]
    return entries


def sale(total_minor: int, fees: Mapping[str, int]) -> list[Entry]:
    """A paid order: the buyer's money is the shop's, less each fee."""
    return [
        Entry(Account.PROVIDER, "sale", total_minor, False),
        Entry(Account.SELLER_PENDING, "sale", -total_minor, True),
        *_taken(Account.SELLER_PENDING, fees),
    ]


def release(net_minor: int) -> list[Entry]:
    """A delivered order: what was pending can be paid out."""
    return [
        Entry(Account.SELLER_PENDING, "release", net_minor, True),
        Entry(Account.SELLER_AVAILABLE, "release", -net_minor, True),
    ]


def reversal(refund_minor: int, fees: Mapping[str, int], *, released: bool) -> list[Entry]:
    """Money goes back to the buyer: the shop gives the price back and gets each fee back. `fees` are negative."""
    seller = Account.SELLER_AVAILABLE if released else Account.SELLER_PENDING
    return [
        Entry(seller, "refund", refund_minor, True),
        Entry(Account.REFUNDS_DUE, "refund", -refund_minor, False),
        *_taken(seller, fees),
    ]


def refunded(amount_minor: int) -> list[Entry]:
    """The provider gave the money back."""
    return [
        Entry(Account.REFUNDS_DUE, "refund", amount_minor, False),
        Entry(Account.PROVIDER, "refund", -amount_minor, False),
    ]
