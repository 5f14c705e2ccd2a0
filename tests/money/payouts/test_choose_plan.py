"""A shop says when it is paid; the clock follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine
from marketplace.money.payouts.errors import PlanChanged
from marketplace.money.payouts.jobs import call_pay_day
from marketplace.money.payouts.rules import Every, PayDay, Plan
from marketplace.money.payouts.service import choose_plan, pays_on, plan_of
from tests.cast import Cast
from tests.money.payouts import paying

TUESDAYS = Plan(Every.WEEK, PayDay.TUESDAY, 500)


def choose(market: Cast, plan: Plan = TUESDAYS, seen: int = 0) -> None:
    with market.as_alicia() as work:
        choose_plan(work, plan, seen_version=seen)


def test_it_is_kept_with_who_chose_it(market: Cast) -> None:
    choose(market)
    with market.above() as work:
        assert plan_of(work, market.alpaca.id) == (TUESDAYS, 1)
        assert plan_of(work, market.abedul.id) == (Plan(), 0)
        line = work.session.scalars(select(AuditLine).where(AuditLine.verb == "payout.plan")).one()
    assert line.details["before"] == {"every": "week", "weekday": 4, "least_minor": 0}
    chosen = {name: line.details[name] for name in ("every", "weekday", "least_minor")}
    assert chosen == {"every": "week", "weekday": 1, "least_minor": 500}
    assert line.account_id == market.alicia.id


def test_only_an_owner_chooses_and_not_over_what_another_chose(market: Cast) -> None:
    with pytest.raises(NotAllowed), market.as_pia() as work:
        choose_plan(work, TUESDAYS, seen_version=0)
    choose(market)
    with pytest.raises(PlanChanged):
        choose(market, Plan(), seen=0)
    choose(market, Plan(Every.MONTH, PayDay.MONDAY), seen=1)
    with market.above() as work:
        assert plan_of(work, market.alpaca.id) == (Plan(Every.MONTH, PayDay.MONDAY), 2)


def called(market: Cast, at: datetime) -> list[date]:
    """The days that the clock tells of at a moment."""
    with market.above("clock") as work:
        then = replace(work, now=at.replace(tzinfo=MEXICO), facts=[])
        call_pay_day(then)
        return [fact.day for fact in then.facts if getattr(fact, "tenant_id", None) == market.alpaca.id]


def test_the_clock_pays_on_the_day_from_ten_on_and_once(market: Cast) -> None:
    paying.prove(market)
    thursday, friday = datetime(2026, 11, 26, 12), datetime(2026, 11, 27, 10, 1)
    assert called(market, thursday) == []
    assert called(market, datetime(2026, 11, 27, 9, 59)) == []
    assert called(market, friday) == [friday.date()]
    assert called(market, friday) == [friday.date()]  # nothing was paid yet
    paying.available(market)
    paying.pay(market, friday.date())
    assert called(market, friday) == []
    choose(market)
    assert called(market, datetime(2026, 12, 4, 12)) == []
    assert called(market, datetime(2026, 12, 1, 12)) == [date(2026, 12, 1)]


def test_without_a_proven_account_the_clock_tells_nothing(market: Cast) -> None:
    paying.available(market)
    assert called(market, datetime(2026, 11, 27, 12)) == []


def test_the_next_day_is_after_the_one_that_was_paid(market: Cast) -> None:
    paying.prove(market)
    with market.above() as work:
        friday = pays_on(replace(work, now=datetime(2026, 11, 25, 12, tzinfo=MEXICO)), market.alpaca.id)
    assert friday == date(2026, 11, 27)
    paying.available(market)
    paying.pay(market, friday)
    with market.above() as work:
        after = pays_on(replace(work, now=datetime(2026, 11, 27, 12, tzinfo=MEXICO)), market.alpaca.id)
    assert after == date(2026, 12, 4)
