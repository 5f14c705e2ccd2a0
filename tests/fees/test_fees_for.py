"""What a sale costs its seller: the same arithmetic before listing and at the sale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.fees.rules import Kind, Rule, Sale, Schedule, SoldLine, TaxStanding, fees_for, total
from marketplace.fees.tariff import RULES

SCHEDULE = Schedule(1, tuple(Rule(**{k: Kind(v) if k == "kind" else v for k, v in rule.items()}) for rule in RULES))
prices = st.integers(1, 500_000_000)


def sale(*prices: int, category: str = "hogar", standing: TaxStanding = TaxStanding.REGISTERED, **more: int) -> Sale:
    lines = [SoldLine(str(n), category, price) for n, price in enumerate(prices)]
    return Sale(lines, more.get("shipping", 0), more.get("own", 0), standing, more.get("fixed"))


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


def test_without_rfc_more_is_withheld() -> None:
    sums = by_kind(fees_for(sale(116_000, standing=TaxStanding.UNREGISTERED), SCHEDULE))
    assert (sums["isr_withheld"], sums["iva_withheld"]) == (20_000, 16_000)


@pytest.mark.parametrize(("category", "commission"), [("hogar", 10_000), ("electronica", 8_000), ("libros", 6_000)])
def test_the_rule_of_the_category_goes_before_the_general_one(category: str, commission: int) -> None:
    assert by_kind(fees_for(sale(116_000, category=category), SCHEDULE))["commission"] == commission


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


@given(prices, prices)
def test_a_dearer_sale_never_costs_less(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert total(fees_for(sale(low), SCHEDULE)) <= total(fees_for(sale(high), SCHEDULE))
