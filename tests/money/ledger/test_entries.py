"""What each event writes into the books: which account, which sign, whose; and that all of it sums to zero."""

from __future__ import annotations

from marketplace.money.fees.rules import FeeKind
from marketplace.money.ledger.rules import OTHER_SIDE, Entry, LedgerAccount, refunded, release, reversal, sale

FEES = {"commission": 100, "commission_iva": 16, "shipping_subsidy": -40, "processing": 0}


def total(entries: list[Entry]) -> int:
    return sum(entry.amount_minor for entry in entries)


def test_a_sale_is_the_shops_less_each_fee() -> None:
    entries = sale(1_000, FEES)
    assert entries == [
        Entry(LedgerAccount.PROVIDER, "sale", 1_000, False),
        Entry(LedgerAccount.SELLER_PENDING, "sale", -1_000, True),
        Entry(LedgerAccount.SELLER_PENDING, "commission", 100, True),
        Entry(LedgerAccount.COMMISSION, "commission", -100, False),
        Entry(LedgerAccount.SELLER_PENDING, "commission_iva", 16, True),
        Entry(LedgerAccount.IVA_PAYABLE, "commission_iva", -16, False),
        Entry(LedgerAccount.SELLER_PENDING, "shipping_subsidy", -40, True),
        Entry(LedgerAccount.SUBSIDIES, "shipping_subsidy", 40, False),
    ]
    assert total(entries) == 0


def test_a_release_only_moves_from_pending_to_available() -> None:
    assert release(70) == [
        Entry(LedgerAccount.SELLER_PENDING, "release", 70, True),
        Entry(LedgerAccount.SELLER_AVAILABLE, "release", -70, True),
    ]


def test_what_goes_back_is_taken_of_where_the_shop_has_it() -> None:
    for released, seller in ((False, LedgerAccount.SELLER_PENDING), (True, LedgerAccount.SELLER_AVAILABLE)):
        entries = reversal(500, {"commission": -50}, released=released)
        assert entries == [
            Entry(seller, "refund", 500, True),
            Entry(LedgerAccount.REFUNDS_DUE, "refund", -500, False),
            Entry(seller, "commission", -50, True),
            Entry(LedgerAccount.COMMISSION, "commission", 50, False),
        ]
        assert total(entries) == 0


def test_a_refund_leaves_the_provider_and_is_owed_no_more() -> None:
    assert refunded(500) == [
        Entry(LedgerAccount.REFUNDS_DUE, "refund", 500, False),
        Entry(LedgerAccount.PROVIDER, "refund", -500, False),
    ]


def test_every_kind_of_fee_but_the_price_has_its_other_side() -> None:
    assert OTHER_SIDE == {
        FeeKind.COMMISSION: LedgerAccount.COMMISSION,
        FeeKind.COMMISSION_IVA: LedgerAccount.IVA_PAYABLE,
        FeeKind.PROCESSING: LedgerAccount.PROCESSING,
        FeeKind.PROCESSING_IVA: LedgerAccount.IVA_PAYABLE,
        FeeKind.INSTALMENTS: LedgerAccount.PROCESSING,
        FeeKind.INSTALMENTS_IVA: LedgerAccount.IVA_PAYABLE,
        FeeKind.ISR: LedgerAccount.ISR_WITHHELD,
        FeeKind.IVA: LedgerAccount.IVA_WITHHELD,
        FeeKind.SHIPPING_SUBSIDY: LedgerAccount.SUBSIDIES,
    }
