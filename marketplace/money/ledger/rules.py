"""The accounts of the ledger and what each event writes in them: pure arithmetic that sums to zero.

Plus is debit, minus is credit. What a shop is owed is minus the sum of its `seller_…` accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class LedgerAccount(StrEnum):
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


@dataclass(frozen=True)
class Entry:
    """One side: an account, what it is about, and centavos (plus debit, minus credit). `shop` marks a shop's account."""

    account: LedgerAccount
    kind: str
    amount_minor: int
    shop: bool


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
