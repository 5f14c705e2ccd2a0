"""The accounts of the ledger and what each event writes in them: pure arithmetic that sums to zero.

Plus is debit, minus is credit. What a shop is owed is minus the sum of its `seller_…` accounts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class LedgerAccount(StrEnum):
    """Where money can be."""

    PROVIDER = "provider"  # held for us at the payment provider
    SELLER_PENDING = "seller_pending"  # a shop's, until its order is delivered
    SELLER_AVAILABLE = "seller_available"  # a shop's, to be paid out
    SELLER_ON_WAY = "seller_on_way"  # a shop's, on its way to its bank
    REFUNDS_DUE = "refunds_due"  # owed to buyers
    COMMISSION = "commission"  # ours
    PROCESSING = "processing"  # passed on to the provider
    IVA_PAYABLE = "iva_payable"  # IVA on what is ours, owed to the SAT
    ISR_WITHHELD = "isr_withheld"  # withheld from shops, owed to the SAT
    IVA_WITHHELD = "iva_withheld"
    SUBSIDIES = "subsidies"  # what we add to free shipping
    ADJUSTMENTS = "adjustments"  # the other side of what was put right by hand
    CREDITS = "credits"  # what our own failures cost us
    DISPUTES = "disputes"  # taken by a bank, and not decided yet
    LOSSES = "losses"  # what we bear for others: buyers made good, chargebacks lost
    ACCOUNT_CHECKS = "account_checks"  # centavos that we send to prove a bank account


class TransactionKind(StrEnum):
    """What can move money. Each is written once for each cause; `…_back` is the exact reversal of one, for its cause."""

    SALE = "sale"
    RELEASE = "release"
    REVERSAL = "reversal"
    REFUND = "refund"
    REFUND_BACK = "refund_back"  # the bank of its buyer did not keep it
    ADJUSTMENT = "adjustment"  # put right by hand, by two people
    ADJUSTMENT_BACK = "adjustment_back"
    CREDIT = "credit"  # we failed a shop, and pay for it
    CREDIT_BACK = "credit_back"
    CLAIM = "claim"  # we make good to a buyer what no shop owes
    DISPUTE = "dispute"  # a chargeback: the bank took the money
    DISPUTE_BACK = "dispute_back"  # it was won
    DISPUTE_LOST = "dispute_lost"
    DISPUTE_FEE = "dispute_fee"  # what the bank asks for it
    DISPUTE_FEE_BACK = "dispute_fee_back"
    PROCESSING_COST = "processing_cost"  # what the provider really took for a charge
    PAYOUT = "payout"  # to a shop's bank, on its way
    PAYOUT_FAILED = "payout_failed"
    PAYOUT_PAID = "payout_paid"
    PAYOUT_RETURNED = "payout_returned"  # after it had arrived
    ACCOUNT_CHECK = "account_check"
    ACCOUNT_CHECK_FAILED = "account_check_failed"


class EntryKind(StrEnum):
    """What an entry says of itself, in the order in which people read them: what came, what went, what was taken of it."""

    SALE = "sale"
    REFUND = "refund"
    COMMISSION = "commission"
    COMMISSION_IVA = "commission_iva"
    PROCESSING = "processing"
    PROCESSING_IVA = "processing_iva"
    INSTALMENTS = "instalments"
    INSTALMENTS_IVA = "instalments_iva"
    SHIPPING_SUBSIDY = "shipping_subsidy"
    ISR_WITHHELD = "isr_withheld"
    IVA_WITHHELD = "iva_withheld"
    CREDIT = "credit"
    ADJUSTMENT = "adjustment"
    DISPUTE = "dispute"
    DISPUTE_FEE = "dispute_fee"
    CLAIM = "claim"
    PROCESSING_COST = "processing_cost"
    PAYOUT_PAID = "payout_paid"
    PAYOUT_RETURNED = "payout_returned"
    RELEASE = "release"
    PAYOUT = "payout"
    PAYOUT_FAILED = "payout_failed"
    ACCOUNT_CHECK = "account_check"
    ACCOUNT_CHECK_FAILED = "account_check_failed"


# Where the other side of each kind of fee stands (kinds: fees.rules.FeeKind).
OTHER_SIDE: Mapping[str, LedgerAccount] = {
    "commission": LedgerAccount.COMMISSION,
    "commission_iva": LedgerAccount.IVA_PAYABLE,
    "processing": LedgerAccount.PROCESSING,
    "processing_iva": LedgerAccount.IVA_PAYABLE,
    # The provider takes both of one payment: what it really took is compared with their sum.
    "instalments": LedgerAccount.PROCESSING,
    "instalments_iva": LedgerAccount.IVA_PAYABLE,
    "isr_withheld": LedgerAccount.ISR_WITHHELD,
    "iva_withheld": LedgerAccount.IVA_WITHHELD,
    "shipping_subsidy": LedgerAccount.SUBSIDIES,
}


_A, _T = LedgerAccount, TransactionKind
# What a shop has, wherever it stands; and the kinds that only move it from one of these accounts to another.
OWN = (_A.SELLER_PENDING, _A.SELLER_AVAILABLE, _A.SELLER_ON_WAY)
WITHIN_OWN = (_T.RELEASE.value, _T.PAYOUT.value, _T.PAYOUT_FAILED.value)
SHOP_ACCOUNTS = frozenset(OWN)  # their entries carry the shop, all others nobody
_WAITING = frozenset({_A.SELLER_PENDING, _A.SELLER_AVAILABLE})
_OURS_AND_LAWS = frozenset(OTHER_SIDE.values())
# Which accounts each kind may touch; whatever is not here is a mistake in the program.
TOUCHES: Mapping[TransactionKind, frozenset[LedgerAccount]] = {
    _T.SALE: frozenset({_A.PROVIDER, _A.SELLER_PENDING}) | _OURS_AND_LAWS,
    _T.RELEASE: _WAITING,
    _T.REVERSAL: frozenset({_A.REFUNDS_DUE}) | _WAITING | _OURS_AND_LAWS,
    _T.REFUND: frozenset({_A.REFUNDS_DUE, _A.PROVIDER}),
    _T.REFUND_BACK: frozenset({_A.REFUNDS_DUE, _A.PROVIDER}),
    _T.ADJUSTMENT: frozenset({_A.SELLER_AVAILABLE, _A.ADJUSTMENTS}),
    _T.ADJUSTMENT_BACK: frozenset({_A.SELLER_AVAILABLE, _A.ADJUSTMENTS}),
    _T.CREDIT: frozenset({_A.SELLER_AVAILABLE, _A.CREDITS}),
    _T.CREDIT_BACK: frozenset({_A.SELLER_AVAILABLE, _A.CREDITS}),
    _T.CLAIM: frozenset({_A.LOSSES, _A.REFUNDS_DUE}),
    _T.DISPUTE: frozenset({_A.DISPUTES, _A.PROVIDER}),
    _T.DISPUTE_BACK: frozenset({_A.DISPUTES, _A.PROVIDER}),
    _T.DISPUTE_LOST: frozenset({_A.DISPUTES, _A.LOSSES, _A.REFUNDS_DUE}) | _WAITING,
    _T.DISPUTE_FEE: frozenset({_A.PROCESSING, _A.PROVIDER}),
    _T.DISPUTE_FEE_BACK: frozenset({_A.PROCESSING, _A.PROVIDER}),
    _T.PROCESSING_COST: frozenset({_A.PROCESSING, _A.IVA_PAYABLE, _A.PROVIDER}),
    _T.PAYOUT: frozenset({_A.SELLER_AVAILABLE, _A.SELLER_ON_WAY}),
    _T.PAYOUT_FAILED: frozenset({_A.SELLER_AVAILABLE, _A.SELLER_ON_WAY}),
    _T.PAYOUT_PAID: frozenset({_A.SELLER_ON_WAY, _A.PROVIDER}),
    _T.PAYOUT_RETURNED: frozenset({_A.SELLER_ON_WAY, _A.PROVIDER}),
    _T.ACCOUNT_CHECK: frozenset({_A.ACCOUNT_CHECKS, _A.PROVIDER}),
    _T.ACCOUNT_CHECK_FAILED: frozenset({_A.ACCOUNT_CHECKS, _A.PROVIDER}),
}


@dataclass(frozen=True)
class Entry:
    """One side: an account, what it is about, and centavos (plus debit, minus credit). `shop` marks a shop's account.

    `order_id` says of which order it is, where a transaction is of several; else the transaction's own is meant.
    """

    account: LedgerAccount
    kind: str
    amount_minor: int
    shop: bool
    order_id: UUID | None = None


class WrongEntries(Exception):
    """A transaction that no books may hold: a mistake in the program, never in what somebody typed."""


def check(kind: TransactionKind, entries: Sequence[Entry]) -> None:
    """Raise WrongEntries unless entries sum to zero, say what they are, and touch what their kind may."""
    if sum(entry.amount_minor for entry in entries):
        raise WrongEntries(f"{kind} does not sum to zero")
    if not {entry.account for entry in entries} <= TOUCHES[kind]:
        raise WrongEntries(f"{kind} touches what it may not")
    if any(entry.kind not in set(EntryKind) or entry.shop != (entry.account in SHOP_ACCOUNTS) for entry in entries):
        raise WrongEntries(f"{kind} has an entry of no kind, or of nobody")


def _taken(seller: LedgerAccount, fees: Mapping[str, int]) -> list[Entry]:
    """Move fees (plus) from the shop to where they belong, or back (minus)."""
    entries = []
    for kind, amount in fees.items():
        if amount:
            entries += [Entry(seller, kind, amount, True), Entry(OTHER_SIDE[kind], kind, -amount, False)]
    return entries


def sale(total_minor: int, fees: Mapping[str, int]) -> list[Entry]:
    """A paid order: the buyer's money is the shop's, less each fee."""
    return [
        Entry(LedgerAccount.PROVIDER, "sale", total_minor, False),
        Entry(LedgerAccount.SELLER_PENDING, "sale", -total_minor, True),
        *_taken(LedgerAccount.SELLER_PENDING, fees),
    ]


def release(net_minor: int) -> list[Entry]:
    """A delivered order: what was pending can be paid out."""
    return [
        Entry(LedgerAccount.SELLER_PENDING, "release", net_minor, True),
        Entry(LedgerAccount.SELLER_AVAILABLE, "release", -net_minor, True),
    ]


def reversal(refund_minor: int, fees: Mapping[str, int], *, released: bool) -> list[Entry]:
    """Money goes back to the buyer: the shop gives the price back and gets each fee back. `fees` are negative."""
    seller = LedgerAccount.SELLER_AVAILABLE if released else LedgerAccount.SELLER_PENDING
    return [
        Entry(seller, "refund", refund_minor, True),
        Entry(LedgerAccount.REFUNDS_DUE, "refund", -refund_minor, False),
        *_taken(seller, fees),
    ]


def refunded(amount_minor: int) -> list[Entry]:
    """The provider gave the money back."""
    return [
        Entry(LedgerAccount.REFUNDS_DUE, "refund", amount_minor, False),
        Entry(LedgerAccount.PROVIDER, "refund", -amount_minor, False),
    ]


def _across(one: LedgerAccount, other: LedgerAccount, kind: EntryKind, amount_minor: int) -> list[Entry]:
    """Write an amount as the debit of one account and the credit of another."""
    return [
        Entry(one, kind, amount_minor, one in SHOP_ACCOUNTS),
        Entry(other, kind, -amount_minor, other in SHOP_ACCOUNTS),
    ]


def adjustment(amount_minor: int) -> list[Entry]:
    """Put a shop's money right by hand: plus is given to the shop, minus is taken."""
    return _across(_A.ADJUSTMENTS, _A.SELLER_AVAILABLE, EntryKind.ADJUSTMENT, amount_minor)


def credit(amount_minor: int) -> list[Entry]:
    """Pay a shop for what we failed in."""
    return _across(_A.CREDITS, _A.SELLER_AVAILABLE, EntryKind.CREDIT, amount_minor)


def claim(amount_minor: int) -> list[Entry]:
    """Owe a buyer, from our own, what no shop owes; `refunded` then says that it left."""
    return _across(_A.LOSSES, _A.REFUNDS_DUE, EntryKind.CLAIM, amount_minor)


def dispute(amount_minor: int) -> list[Entry]:
    """A chargeback: the bank took the money, and nobody bears it yet."""
    return _across(_A.DISPUTES, _A.PROVIDER, EntryKind.DISPUTE, amount_minor)


def dispute_lost(amount_minor: int, shop_minor: int, owed_minor: int, *, released: bool) -> list[Entry]:
    """A chargeback was lost: with `owed_minor` of it the buyer has what was owed to them; of the rest the shop bears its
    part (`shop_minor`), and we what is left."""
    seller = _A.SELLER_AVAILABLE if released else _A.SELLER_PENDING
    every = [
        Entry(_A.DISPUTES, EntryKind.DISPUTE, -amount_minor, False),
        Entry(seller, EntryKind.DISPUTE, shop_minor, True),
        Entry(_A.REFUNDS_DUE, EntryKind.DISPUTE, owed_minor, False),
        Entry(_A.LOSSES, EntryKind.DISPUTE, amount_minor - shop_minor - owed_minor, False),
    ]
    return [entry for entry in every if entry.amount_minor]


def dispute_fee(amount_minor: int) -> list[Entry]:
    """What a bank asks for a chargeback, win or lose. We bear it."""
    return _across(_A.PROCESSING, _A.PROVIDER, EntryKind.DISPUTE_FEE, amount_minor)


def processing_cost(fee_minor: int, iva_minor: int) -> list[Entry]:
    """What a provider really took for a charge, and the IVA on it, which is ours to credit.

    What shops were charged for it stands in the same account with a minus: its sum is what charging brings or costs us.
    """
    every = [
        Entry(_A.PROCESSING, EntryKind.PROCESSING_COST, fee_minor, False),
        Entry(_A.IVA_PAYABLE, EntryKind.PROCESSING_COST, iva_minor, False),
        Entry(_A.PROVIDER, EntryKind.PROCESSING_COST, -fee_minor - iva_minor, False),
    ]
    return [entry for entry in every if entry.amount_minor]


# What takes back which, under the same cause.
BACK: Mapping[TransactionKind, TransactionKind] = {
    _T.REFUND: _T.REFUND_BACK,
    _T.ADJUSTMENT: _T.ADJUSTMENT_BACK,
    _T.CREDIT: _T.CREDIT_BACK,
    _T.DISPUTE: _T.DISPUTE_BACK,
    _T.DISPUTE_FEE: _T.DISPUTE_FEE_BACK,
}


def backwards(entries: Sequence[Entry]) -> list[Entry]:
    """Turn a transaction round: its exact reversal."""
    return [Entry(entry.account, entry.kind, -entry.amount_minor, entry.shop) for entry in entries]


def payout(by_order: Mapping[UUID | None, int]) -> list[Entry]:
    """What was available goes on its way to the shop's bank. `by_order`: what each order gives, minus where it owes."""
    return [
        *(
            Entry(LedgerAccount.SELLER_AVAILABLE, "payout", amount, True, order_id)
            for order_id, amount in by_order.items()
            if amount
        ),
        Entry(LedgerAccount.SELLER_ON_WAY, "payout", -sum(by_order.values()), True),
    ]


def payout_failed(by_order: Mapping[UUID | None, int]) -> list[Entry]:
    """It did not reach the bank: each order has back what it gave. The exact reversal of `payout`."""
    return [
        Entry(entry.account, "payout_failed", -entry.amount_minor, entry.shop, entry.order_id)
        for entry in payout(by_order)
    ]


def payout_paid(amount_minor: int) -> list[Entry]:
    """It is in the shop's bank: the shop has it no longer here, nor have we."""
    return [
        Entry(LedgerAccount.SELLER_ON_WAY, "payout_paid", amount_minor, True),
        Entry(LedgerAccount.PROVIDER, "payout_paid", -amount_minor, False),
    ]


def payout_returned(amount_minor: int) -> list[Entry]:
    """The bank sent it back after all: the exact reversal of `payout_paid`."""
    return [
        Entry(entry.account, "payout_returned", -entry.amount_minor, entry.shop) for entry in payout_paid(amount_minor)
    ]


def account_check(amount_minor: int) -> list[Entry]:
    """Some centavos of ours go to a shop's bank, to prove that the account is its own. They are not taken of its money."""
    return [
        Entry(LedgerAccount.ACCOUNT_CHECKS, "account_check", amount_minor, False),
        Entry(LedgerAccount.PROVIDER, "account_check", -amount_minor, False),
    ]


def account_check_failed(amount_minor: int) -> list[Entry]:
    """They did not arrive: the exact reversal of `account_check`."""
    return [
        Entry(entry.account, "account_check_failed", -entry.amount_minor, False)
        for entry in account_check(amount_minor)
    ]
