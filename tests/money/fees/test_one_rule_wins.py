"""Of a tariff's rules exactly one decides each sale: the one of the deepest category that holds it, at its price; and of that
category the one of the shop's plan before the one for all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from marketplace.goods.catalog.taxonomy import CATEGORIES
from marketplace.money.fees.rules import FeeKind, Rule, Rulebook, Sale, Schedule, SoldLine, TaxStanding, fees_for
from marketplace.money.fees.saying import why_it_wins
from marketplace.money.fees.schedules import FaultKind, faults_of
from marketplace.people.sellers import ShopPlan
from tests.cast import Cast
from tests.money.fees.tariffs import PLAIN, commission
from tests.money.taxes.law import SCHEDULE, TARIFF

BANDED = Schedule(
    9,
    (
        commission(None, 1000),
        commission("electronica", 800, until_minor=50_000, fixed_minor=500),
        commission("electronica", 700, from_minor=50_000),
        commission("audifonos", 500, from_minor=100_000, floor_minor=2_000, cap_minor=9_000),
        *PLAIN,
    ),
)


def winner(category: str, price_minor: int) -> Rule:
    return BANDED.rule(FeeKind.COMMISSION, category=category, price_minor=price_minor)


@pytest.mark.parametrize(
    ("category", "price", "rate"),
    [
        ("lamparas", 1, 1000),
        ("no-such-category", 1, 1000),
        ("electronica", 49_999, 800),
        ("electronica", 50_000, 700),
        ("audifonos", 49_999, 800),  # its own rule is not for this price: the one above it is
        ("audifonos", 99_999, 700),
        ("audifonos", 100_000, 500),
    ],
)
def test_the_deepest_category_that_holds_it_decides(category: str, price: int, rate: int) -> None:
    assert winner(category, price).rate_bp == rate


def test_it_is_said_why(app: Flask) -> None:
    with app.test_request_context():
        assert why_it_wins(winner("lamparas", 1)) == "la categoría no tiene regla propia"
        said = why_it_wins(winner("audifonos", 60_000))
    assert said == "la categoría más precisa con regla es Electrónica; precio de una pieza desde $500.00"


def fee(category: str, total: int, pieces: int = 1) -> tuple[int, int]:
    sale = Sale([SoldLine("a", category, total, pieces)], 0, 0, TaxStanding.REGISTERED)
    (found,) = (f for f in fees_for(sale, Rulebook(BANDED, SCHEDULE.law)) if f.rule.kind is FeeKind.COMMISSION)
    return found.amount_minor, found.fixed_minor


def test_the_fixed_part_the_floor_and_the_cap_are_of_each_piece() -> None:
    assert fee("electronica", 11_600) == (800 + 500, 500)
    assert fee("electronica", 3 * 11_600, 3) == (3 * (800 + 500), 1_500)
    assert fee("audifonos", 116_000) == (5_000, 0)
    assert fee("audifonos", 1_160_000) == (9_000, 0)
    assert fee("audifonos", 2 * 1_160_000, 2) == (18_000, 0)


def test_the_price_of_a_piece_decides_and_not_what_all_of_them_cost() -> None:
    assert fee("electronica", 10 * 11_600, 10) == (10 * 1_300, 5_000)


def test_what_leaves_a_sale_without_a_rule_or_with_two_is_no_tariff() -> None:
    def kinds(*rules: Rule) -> list[FaultKind]:
        return [fault.kind for fault in faults_of([*rules, *PLAIN])]

    assert kinds(commission()) == []
    assert kinds() == [FaultKind.GAP]
    assert kinds(commission("electronica")) == [FaultKind.GAP]
    assert kinds(commission(until_minor=100)) == [FaultKind.GAP]
    assert kinds(commission(until_minor=100), commission(from_minor=101)) == [FaultKind.GAP]
    assert kinds(commission(until_minor=100), commission(from_minor=100)) == []
    assert kinds(commission(), commission()) == [FaultKind.TWO]
    assert kinds(commission(), commission(shop_plan=ShopPlan.SUPPORT)) == []
    assert kinds(commission(), *[commission(shop_plan=ShopPlan.SUPPORT)] * 2) == [FaultKind.TWO]
    assert kinds(*(commission(shop_plan=plan) for plan in ShopPlan)) == [FaultKind.GAP]  # nobody says there is no other
    assert kinds(commission(until_minor=100), commission(from_minor=99)) == [FaultKind.TWO]
    assert kinds(commission(), commission("no-such-category")) == [FaultKind.CATEGORY]
    assert FaultKind.BAND in kinds(commission(), commission("electronica", from_minor=5, until_minor=5))
    assert kinds(commission(floor_minor=2, cap_minor=1)) == [FaultKind.LIMITS]
    assert [fault.kind for fault in faults_of([commission()])] == [FaultKind.GAP, FaultKind.GAP]


edges = st.one_of(st.none(), st.integers(1, 400))
some_rules = st.lists(
    st.builds(
        lambda category, plan, rate, low, high: commission(
            category, rate, shop_plan=plan, from_minor=low, until_minor=high
        ),
        st.sampled_from([None, "electronica", "audifonos", "hogar"]),
        st.sampled_from([None, ShopPlan.BASE, ShopPlan.SUPPORT]),
        st.integers(0, 3000),
        st.integers(0, 300),
        edges,
    ),
    max_size=5,
)


# Half of them begin with a rule for all that is left, so that many are tariffs.
some_tariffs = st.one_of(some_rules, some_rules.map(lambda rules: [commission(None, 1000), *rules]))


@given(some_tariffs, st.sampled_from(sorted(CATEGORIES)), st.sampled_from(ShopPlan), st.integers(1, 500))
def test_in_a_tariff_without_faults_one_rule_wins_and_no_other_has_its_right(
    rules: list[Rule], category: str, plan: ShopPlan, price: int
) -> None:
    every = [*rules, *PLAIN]
    path = CATEGORIES[category].path
    fitting = [
        rule
        for rule in rules
        if rule.holds_at(price) and (rule.category is None or rule.category in path) and rule.shop_plan in (None, plan)
    ]
    rights = [(path.index(rule.category) if rule.category else -1, rule.shop_plan == plan) for rule in fitting]
    if not faults_of(every):
        won = Schedule(9, tuple(every)).rule(FeeKind.COMMISSION, category=category, price_minor=price, shop_plan=plan)
        assert rights.count(max(rights)) == 1
        assert won == fitting[rights.index(max(rights))]
    elif not fitting or rights.count(max(rights)) > 1:
        assert faults_of(every)  # what could not be decided was refused


def test_the_shipped_tariff_has_no_faults() -> None:
    assert faults_of(TARIFF.rules) == []


def _band(low: int, high: int | None) -> Rule:
    return commission("hogar", shop_plan=ShopPlan.SUPPORT, from_minor=low, until_minor=high)


def _enter(administrator: Engine, rules: list[Rule], *, counted: int | None = None) -> None:
    with administrator.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO fee_schedule (version, published_at, effective_from, takes_more, rule_count, summary, summary_en) "
                "VALUES (9, '2027-01-10', '2027-03-01', true, :n, '', '')"
            ),
            {"n": len(rules) if counted is None else counted},
        )
        for number, rule in enumerate(rules, 1):
            said = vars(replace(rule, id=f"v9:{number}", version=9, number=number))
            names = ", ".join(said)
            marks = ", ".join(f":{name}" for name in said)
            connection.execute(text(f"INSERT INTO fee_rule ({names}) VALUES ({marks})"), said)
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        connection.execute(text("SELECT 1 / 0 FROM fee_schedule WHERE version = 9"))  # nothing of it stays


@pytest.mark.parametrize(
    ("rules", "counted", "said"),
    [
        ([commission(), *PLAIN], None, "division by zero"),
        ([commission("electronica"), *PLAIN], None, "leaves some sale without a rule"),
        ([commission(until_minor=100), *PLAIN], None, "leaves some sale without a rule"),
        ([commission()], None, "leaves some sale without a rule"),
        ([commission(), commission(), *PLAIN], None, "one_wins"),
        ([commission(until_minor=100), commission(from_minor=99), *PLAIN], None, "one_wins"),
        ([commission(), *PLAIN], 4, "other rules"),
        ([commission(), commission(shop_plan=ShopPlan.SUPPORT), *PLAIN], None, "division by zero"),
        ([commission(), *[commission(shop_plan=ShopPlan.SUPPORT)] * 2, *PLAIN], None, "one_wins"),
        ([commission(), _band(0, 100), _band(99, None), *PLAIN], None, "one_wins"),
        ([commission(), _band(0, 100), _band(100, None), *PLAIN], None, "division by zero"),
        ([commission(shop_plan=ShopPlan.BASE), *PLAIN], None, "leaves some sale without a rule"),
        ([commission(), replace(PLAIN[0], shop_plan=ShopPlan.SUPPORT), *PLAIN[1:]], None, "plain|without a rule"),
        ([commission(), commission(shop_plan="rich"), *PLAIN], None, "ck_fee_rule_shop_plan"),
        ([commission(floor_minor=2, cap_minor=1), *PLAIN], None, "limits"),
    ],
)
def test_the_database_refuses_it_too(
    market: Cast, administrator: Engine, rules: list[Rule], counted: int | None, said: str
) -> None:
    with pytest.raises(Exception, match=said):
        _enter(administrator, rules, counted=counted)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE fee_rule SET rate_bp = 1 WHERE version = 1",
        "DELETE FROM fee_rule WHERE version = 1",
        "UPDATE fee_schedule SET effective_from = now() WHERE version = 1",
        "UPDATE fee_schedule SET withdrawn_at = '2025-12-30', withdrawn_reason = 'porque sí' WHERE version = 1",
        "DELETE FROM fee_schedule WHERE version = 1",
    ],
)
def test_what_was_published_stands(market: Cast, administrator: Engine, change: str) -> None:
    with administrator.connect() as connection, pytest.raises(IntegrityError, match=r"only grows|stands"):
        connection.execute(text(change))
