"""What paying in months costs, before it is sold: rules of the tariff, their notice, and the simulator both ways round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from marketplace.money.fees.asking import left_of, price_to_receive, sale_of_one
from marketplace.money.fees.rules import PLANS, FeeKind, Rule, Rulebook, Schedule, fees_for
from marketplace.money.fees.schedules import FaultKind, differences, faults_of, takes_more
from tests.cast import Cast
from tests.money.taxes.law import SCHEDULE, TARIFF

WITHOUT = Schedule(1, tuple(rule for rule in TARIFF.rules if rule.kind is not FeeKind.INSTALMENTS))


def sums(price_minor: int, months: int | None, book: Rulebook = SCHEDULE) -> tuple[int, int]:
    """What the months of one piece cost, and the IVA on that."""
    fees = fees_for(sale_of_one("hogar", price_minor, months=months), book)
    kinds = (FeeKind.INSTALMENTS, FeeKind.INSTALMENTS_IVA)
    before, iva = (sum(fee.amount_minor for fee in fees if fee.rule.kind is kind) for kind in kinds)
    return before, iva


def altered(months: int, **parts: int) -> Schedule:
    """The tariff with a plan of other terms."""
    return Schedule(2, tuple(replace(rule, **parts) if rule.months == months else rule for rule in TARIFF.rules))


@pytest.mark.parametrize(
    ("months", "cost", "iva"),
    [(3, 15_000, 2_400), (6, 22_500, 3_600), (9, 30_000, 4_800), (12, 37_500, 6_000), (18, 52_500, 8_400),
     (24, 67_500, 10_800)],
)  # fmt: skip
def test_each_plan_is_its_share_of_what_was_paid_with_iva_on_it(months: int, cost: int, iva: int) -> None:
    assert sums(300_000, months) == (cost, iva)


@pytest.mark.parametrize(("months", "least"), [(3, 30_000), (6, 60_000), (9, 90_000), (12, 120_000)])
def test_a_plan_is_for_payments_from_its_least_on(months: int, least: int) -> None:
    assert sums(least - 1, months) == (0, 0)
    assert sums(least, months) > (0, 0)
    assert months in [plan.months for plan in TARIFF.plans_for(least)]
    assert months not in [plan.months for plan in TARIFF.plans_for(least - 1)]


def test_at_once_costs_no_more_and_a_tariff_without_plans_offers_none() -> None:
    assert sums(300_000, None) == (0, 0)
    assert sums(300_000, 6, Rulebook(WITHOUT, SCHEDULE.law)) == (0, 0)
    assert WITHOUT.plans_for(10_000_000) == []


def test_what_is_not_known_for_sure_says_so() -> None:
    said = {rule.months: "por confirmar" in rule.source for rule in TARIFF.plans_for(10_000_000)}
    assert said == {3: False, 6: False, 9: True, 12: True, 18: True, 24: True}


def test_a_plan_that_comes_or_goes_takes_more_of_nobody_and_a_dearer_one_does() -> None:
    assert [one.was for one in differences(WITHOUT, TARIFF)] == [None] * len(PLANS)
    assert [one.becomes for one in differences(TARIFF, WITHOUT)] == [None] * len(PLANS)
    assert not takes_more(WITHOUT, TARIFF)
    assert not takes_more(TARIFF, WITHOUT)
    assert takes_more(TARIFF, altered(6, rate_bp=751))
    assert not takes_more(TARIFF, altered(6, rate_bp=749))
    assert [one.becomes.months for one in differences(TARIFF, altered(6, from_minor=70_000)) if one.becomes] == [6]


def test_a_plan_stands_once_and_besides_the_others() -> None:
    assert faults_of(TARIFF.rules) == []
    assert faults_of(WITHOUT.rules) == []
    again: list[Rule] = [*TARIFF.rules, replace(TARIFF.plans_for(30_000)[0], from_minor=50_000)]
    assert [fault.kind for fault in faults_of(again)] == [FaultKind.TWO]


@pytest.mark.parametrize("wanted", [10_000, 22_000, 24_000, 50_000, 90_000])
@pytest.mark.parametrize("months", [None, 3, 6, 12])
def test_the_price_for_what_is_to_be_left_is_the_lowest_that_leaves_it(wanted: int, months: int | None) -> None:
    def left(price: int) -> int:
        sale = sale_of_one("hogar", price, months=months)
        return left_of(sale, fees_for(sale, SCHEDULE))

    price = price_to_receive(wanted, "hogar", SCHEDULE, months=months)
    assert price is not None
    assert left(price) >= wanted
    assert all(left(lower) < wanted for lower in range(max(1, price - 3_000), price))


def test_the_public_simulator_says_where_a_payment_is_too_small_for_its_months(app: Flask, market: Cast) -> None:
    client = app.test_client()
    small = client.get("/tarifas?precio=100&meses=12").text
    assert "Este es menor: calculamos un solo pago" in small
    assert "Este es menor" not in client.get("/tarifas?precio=5000&meses=12").text
    assert "Este es menor" not in client.get("/tarifas?precio=100").text
