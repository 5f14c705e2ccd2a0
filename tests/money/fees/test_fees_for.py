"""What a sale costs its seller: the same arithmetic before listing and at the sale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import share
from marketplace.money.fees.rules import FeeKind, Rulebook, Sale, SoldLine, TaxStanding, fees_for, net, total
from marketplace.money.taxes.rules import Law, Place
from tests.money.fees.selling import sale
from tests.money.taxes.law import BORDER, SCHEDULE, TARIFF

prices = st.integers(1, 500_000_000)


def by_kind(fees: list) -> dict[str, int]:
    sums: dict[str, int] = {}
    for fee in fees:
        sums[fee.rule.kind.value] = sums.get(fee.rule.kind.value, 0) + fee.amount_minor
    return sums


def test_the_example_of_the_published_page() -> None:
    fees = fees_for(sale(116_000), SCHEDULE)
    assert by_kind(fees) == {
        "commission": 10_000,  # 10 % of 1,000.00 before IVA
        "commission_iva": 1_600,
        "processing": 4_476,  # 3.6 % of 1,160.00 and 3.00
        "processing_iva": 716,
        "isr_withheld": 2_500,  # 2.5 % of 1,000.00
        "iva_withheld": 8_000,  # half of 160.00
    }
    assert 116_000 - total(fees) == 88_708


def test_at_the_border_the_way_there_is_at_its_rate_too() -> None:
    book = Rulebook(TARIFF, Law((*SCHEDULE.law.rates, BORDER)))
    asked = sale(108_000, place=Place.BORDER, shipping=10_800, own=10_800)
    bases = [fee.base_minor for fee in fees_for(asked, book) if fee.rule.kind is FeeKind.ISR and fee.line is None]
    assert bases == [10_000]


def test_what_is_left_is_what_was_paid_less_what_went_back_and_less_the_fees() -> None:
    assert net(116_000, 16_000, 27_292) == 72_708


def test_what_the_buyer_paid_is_the_goods_and_the_way() -> None:
    assert sale(1_000, 2_000, shipping=99).gross_minor == 3_099


def test_without_rfc_more_is_withheld() -> None:
    sums = by_kind(fees_for(sale(116_000, standing=TaxStanding.UNREGISTERED), SCHEDULE))
    assert (sums["isr_withheld"], sums["iva_withheld"]) == (20_000, 16_000)


@pytest.mark.parametrize(("category", "commission"), [("hogar", 10_000), ("electronica", 8_000), ("audifonos", 8_000)])
def test_the_rule_of_the_category_goes_before_the_general_one(category: str, commission: int) -> None:
    assert by_kind(fees_for(sale(116_000, category=category), SCHEDULE))["commission"] == commission


@pytest.mark.parametrize("category", ["libros", "novela", "alimentos", "miel", "semillas"])
def test_nothing_is_withheld_of_a_tax_that_the_price_does_not_hold(category: str) -> None:
    fees = {fee.rule.kind: fee for fee in fees_for(sale(30_000, category=category), SCHEDULE)}
    assert FeeKind.IVA not in fees
    assert fees[FeeKind.COMMISSION].base_minor == 30_000
    assert (fees[FeeKind.ISR].base_minor, fees[FeeKind.ISR].amount_minor) == (30_000, 750)
    assert fees[FeeKind.COMMISSION_IVA].rule.rate_bp == 1600  # what the market does for a shop is a service of its own


@pytest.mark.parametrize("category", ["alimento-mascota", "patrones", "no-such-category"])
def test_what_no_article_lowers_is_at_the_general_rate(category: str) -> None:
    fees = {fee.rule.kind: fee for fee in fees_for(sale(116_000, category=category), SCHEDULE)}
    assert (fees[FeeKind.IVA].base_minor, fees[FeeKind.ISR].base_minor) == (16_000, 100_000)


def test_the_way_there_is_at_the_general_rate_whatever_is_sold() -> None:
    way = [fee for fee in fees_for(sale(30_000, category="novela", shipping=11_600), SCHEDULE) if fee.line is None]
    assert {fee.rule.kind: fee.base_minor for fee in way}[FeeKind.IVA] == 1_600


def test_one_order_may_hold_both() -> None:
    lines = [SoldLine("book", "novela", 30_000), SoldLine("lamp", "lamparas", 116_000)]
    fees = fees_for(Sale(lines, 0, 0, TaxStanding.REGISTERED), SCHEDULE)
    assert [(fee.line, fee.base_minor) for fee in fees if fee.rule.kind is FeeKind.IVA] == [("lamp", 16_000)]
    assert [fee.base_minor for fee in fees if fee.rule.kind is FeeKind.ISR] == [30_000, 100_000]


def test_the_border_is_off_until_its_rate_is_published() -> None:
    asked = sale(108_000, place=Place.BORDER)
    without = {fee.rule.kind: fee.base_minor for fee in fees_for(asked, SCHEDULE)}
    assert without[FeeKind.ISR] == 93_103  # at 16 %
    book = Rulebook(TARIFF, Law((*SCHEDULE.law.rates, BORDER)))
    fees = {fee.rule.kind: fee for fee in fees_for(asked, book)}
    assert (fees[FeeKind.ISR].base_minor, fees[FeeKind.IVA].base_minor) == (100_000, 8_000)
    assert fees[FeeKind.COMMISSION_IVA].rule.rate_bp == 1600
    inland = {fee.rule.kind: fee.base_minor for fee in fees_for(sale(116_000), book)}
    assert inland[FeeKind.IVA] == 16_000


def test_support_for_free_shipping_is_a_fifth_and_has_a_cap() -> None:
    assert by_kind(fees_for(sale(116_000, own=10_000), SCHEDULE))["shipping_subsidy"] == -2_000
    assert by_kind(fees_for(sale(116_000, own=90_000), SCHEDULE))["shipping_subsidy"] == -3_000


def test_no_commission_on_shipping() -> None:
    with_way = by_kind(fees_for(sale(116_000, shipping=10_000, own=10_000), SCHEDULE))
    assert with_way["commission"] == 10_000
    assert "shipping_subsidy" not in with_way


@given(st.lists(prices, min_size=1, max_size=6), st.integers(0, 100_000))
def test_every_line_is_whole_and_the_parts_make_the_sum(each: list[int], fixed: int) -> None:
    fees = fees_for(sale(*each, fixed=fixed), SCHEDULE)
    assert all(isinstance(fee.amount_minor, int) for fee in fees)
    assert total(fees) == sum(by_kind(fees).values())
    assert sum(fee.fixed_minor for fee in fees) == fixed


@given(
    st.lists(st.tuples(prices, st.sampled_from(["hogar", "novela", "miel", "laptops"])), min_size=1, max_size=5),
    st.integers(0, 300),
    st.integers(0, 50_000),
    st.integers(0, 50_000),
    st.sampled_from(TaxStanding),
)
def test_every_line_is_its_base_by_its_rate_and_its_fixed_part(
    lines: list[tuple[int, str]], fixed: int, shipping: int, own: int, standing: TaxStanding
) -> None:
    sold = [SoldLine(str(n), category, price) for n, (price, category) in enumerate(lines)]
    for fee in fees_for(Sale(sold, shipping, own, standing, fixed), SCHEDULE):
        worth = share(fee.base_minor, fee.rule.rate_bp) + fee.fixed_minor
        assert abs(fee.amount_minor) == min(worth, fee.rule.cap_minor or worth)


@given(prices, prices)
def test_a_dearer_sale_never_costs_less(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert total(fees_for(sale(low), SCHEDULE)) <= total(fees_for(sale(high), SCHEDULE))


def test_taking_the_payment_of_the_way_costs_its_share_and_no_fixed_part() -> None:
    way = [fee for fee in fees_for(sale(116_000, shipping=10_000, own=10_000), SCHEDULE) if fee.line is None]
    (processing,) = (fee for fee in way if fee.rule.kind is FeeKind.PROCESSING)
    assert (processing.base_minor, processing.fixed_minor, processing.amount_minor) == (10_000, 0, 360)
    (iva,) = (fee for fee in way if fee.rule.kind is FeeKind.PROCESSING_IVA)
    assert (iva.base_minor, iva.amount_minor) == (360, 58)
