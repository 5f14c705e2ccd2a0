"""Rules for the shops of a plan: which one decides, how it is said, and what differs from one plan or tariff to another."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.money.fees.asking import break_even, price_to_receive
from marketplace.money.fees.receipt import simulated
from marketplace.money.fees.rules import Fee, FeeKind, Rulebook, Schedule, TaxStanding, fees_for
from marketplace.money.fees.saying import difference_said, text_of, why_it_wins
from marketplace.money.fees.schedules import differences, differences_for, differences_of_plans, takes_more
from marketplace.people.sellers import ShopPlan
from tests.money.fees.selling import sale
from tests.money.fees.tariffs import BY_PLAN, PLAIN, commission
from tests.money.taxes.law import SCHEDULE

BASE, SUPPORT, VOLUME = ShopPlan
BOOK = Rulebook(Schedule(9, tuple(BY_PLAN)), SCHEDULE.law)


def taken(category: str, plan: ShopPlan) -> Fee:
    fees = fees_for(sale(116_000, category=category, shop_plan=plan), BOOK)
    return next(fee for fee in fees if fee.rule.kind is FeeKind.COMMISSION)


@pytest.mark.parametrize(
    ("category", "base", "support", "volume"),
    [
        ("estambres", 700, 400, 700),  # a plan's general rule does not reach into a category that has one
        ("textiles", 700, 400, 700),
        ("lamparas", 1000, 1000, 1200),
        ("martillos", 1000, 1000, 900),
    ],
)
def test_the_deepest_category_comes_first_and_then_the_plan(
    category: str, base: int, support: int, volume: int
) -> None:
    rates = [taken(category, plan).rule.rate_bp for plan in ShopPlan]
    assert rates == [base, support, volume]


def test_the_line_keeps_the_plan_that_its_rule_won_for_and_nothing_else_is_by_plan() -> None:
    for plan in ShopPlan:
        fees = fees_for(sale(116_000, category="estambres", shop_plan=plan), BOOK)
        assert {fee.rule.kind: fee.shop_plan for fee in fees if fee.shop_plan} == {FeeKind.COMMISSION: plan}
    by_kind = [
        {fee.rule.kind: fee.amount_minor for fee in fees_for(sale(116_000, category="estambres", shop_plan=plan), BOOK)}
        for plan in (BASE, SUPPORT)
    ]
    differ = {kind for kind in by_kind[0] if by_kind[0][kind] != by_kind[1][kind]}
    assert differ == {FeeKind.COMMISSION, FeeKind.COMMISSION_IVA}


def test_the_price_for_what_is_to_be_left_is_of_the_plan() -> None:
    for plan in ShopPlan:
        price = price_to_receive(50_000, "estambres", BOOK, shop_plan=plan)
        assert price is not None
        asked = sale(price, category="estambres", shop_plan=plan)
        left = asked.gross_minor - sum(fee.amount_minor for fee in fees_for(asked, BOOK))
        assert left >= 50_000
    prices = [price_to_receive(50_000, "estambres", BOOK, shop_plan=plan) or 0 for plan in ShopPlan]
    assert prices[1] < prices[0] == prices[2]
    even = [break_even("lamparas", BOOK, TaxStanding.REGISTERED, shop_plan=plan) or 0 for plan in ShopPlan]
    assert even[0] == even[1] < even[2]


def test_it_is_said_why_in_both_languages(app: Flask) -> None:
    own, without = taken("estambres", SUPPORT), taken("estambres", VOLUME)
    with app.test_request_context():
        said = why_it_wins(own.rule, own.shop_plan)
        assert said == "la categoría más precisa con regla es Textiles y costura; ahí vale antes la del plan Apoyo"
        assert why_it_wins(without.rule, without.shop_plan).endswith("ahí el plan Volumen no tiene regla propia")
        assert "plan" not in why_it_wins(taken("estambres", BASE).rule, BASE)
        assert text_of(own.rule).endswith("(plan Apoyo)")
        told = simulated(sale(116_000, category="estambres", shop_plan=SUPPORT), [own])
        assert "ahí vale antes la del plan Apoyo" in told.lines[0].rule
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert why_it_wins(own.rule, own.shop_plan).endswith("there the rule of the Support plan comes first")


def test_what_changes_is_listed_for_all_and_then_for_each_plan_that_differs(app: Flask) -> None:
    before = Schedule(1, (commission(None, 1000), commission("textiles", 700), *PLAIN))
    after = BOOK.schedule
    with app.test_request_context():
        assert [difference_said(one) for one in differences(before, after)] == [
            "Comisión, Textiles y costura, plan Apoyo: antes 7 %, después 4 %",
            "Comisión, lo que no tiene regla propia, plan Volumen: antes 10 %, después 9 %",
            "Comisión, Hogar y cocina, plan Volumen: antes 10 %, después 12 %",
        ]
        assert differences_for(before, after, BASE) == []
        assert [one.category for one in differences_for(before, after, SUPPORT)] == ["textiles"]


def test_what_is_for_all_is_not_listed_again_for_a_plan() -> None:
    before = Schedule(1, tuple(BY_PLAN))
    dearer = [commission(None, 1100), *BY_PLAN[1:]]
    changes = differences(before, Schedule(2, tuple(dearer)))
    assert [(one.category, one.shop_plan) for one in changes] == [(None, None)]
    assert differences_for(before, Schedule(2, tuple(dearer)), VOLUME) == []  # it has a rule of its own there


def test_who_loses_a_rule_of_their_plan_may_pay_more() -> None:
    without = [rule for rule in BY_PLAN if rule.shop_plan is not SUPPORT]
    assert takes_more(BOOK.schedule, Schedule(2, tuple(without)))
    assert not takes_more(Schedule(2, tuple(without)), BOOK.schedule)


def test_going_from_one_plan_to_another_costs_more_where_any_rule_does() -> None:
    def more(was: ShopPlan, becomes: ShopPlan) -> bool:
        return any(one.is_more for one in differences_of_plans(BOOK.schedule, was, becomes))

    assert not more(BASE, SUPPORT)
    assert more(SUPPORT, BASE)
    assert more(BASE, VOLUME)  # what is for the home, although all the rest is less
    assert differences_of_plans(BOOK.schedule, BASE, BASE) == []
