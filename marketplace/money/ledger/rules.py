"""The accounts of the ledger and what each event writes in them: pure arithmetic that sums to zero.

Plus is debit, minus is credit. What a shop is owed is minus the sum of its `seller_…` accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    ACCOUNT_CHECKS = "account_checks"  # centavos that we send to prove a bank account


# Where the other side of each kind of fee stands (kinds: fees.rules.FeeKind).
OTHER_SIDE: Mapping[str, LedgerAccount] = {
    "commission": LedgerAccount.COMMISSION,
    "commission_iva": LedgerAccount.IVA_PAYABLE,
    "processing": LedgerAccount.PROCESSING,
    "processing_iva": LedgerAccount.IVA_PAYABLE,
    "isr_withheld": LedgerAccount.ISR_WITHHELD,
    "iva_withheld": LedgerAccount.IVA_WITHHELD,
    "shipping_subsidy": LedgerAccount.SUBSIDIES,
}


# What a shop has, wherever it stands; and the kinds that only move it from one of these accounts to another.
OWN = (LedgerAccount.SELLER_PENDING, LedgerAccount.SELLER_AVAILABLE, LedgerAccount.SELLER_ON_WAY)
WITHIN_OWN = ("release", "payout", "payout_failed")


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
