"""On which days a shop is paid, by what it chose, and how much of what it has: decisions on plain values."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.calendar import is_business_day
from marketplace.money.payouts.rules import Every, PayDay, Plan, is_worth_paying, next_pay_day, payable

DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))
PLANS = st.builds(Plan, st.sampled_from(Every), st.sampled_from(PayDay), st.just(0))


@pytest.mark.parametrize(
    ("every", "weekday", "day", "paid"),
    [
        (Every.WEEK, PayDay.FRIDAY, date(2026, 11, 23), date(2026, 11, 27)),
        (Every.WEEK, PayDay.FRIDAY, date(2026, 11, 27), date(2026, 11, 27)),
        (Every.WEEK, PayDay.FRIDAY, date(2026, 11, 28), date(2026, 12, 4)),
        (Every.WEEK, PayDay.FRIDAY, date(2026, 12, 19), date(2026, 12, 28)),  # Christmas is a Friday
        (Every.WEEK, PayDay.FRIDAY, date(2026, 12, 26), date(2026, 12, 28)),  # put off until Monday
        (Every.WEEK, PayDay.MONDAY, date(2026, 11, 14), date(2026, 11, 17)),  # the Revolution is kept on the 16th
        (Every.MONTH, PayDay.WEDNESDAY, date(2026, 11, 5), date(2026, 12, 2)),
        (Every.MONTH, PayDay.WEDNESDAY, date(2026, 11, 1), date(2026, 11, 4)),
    ],
)
def test_the_next_day_is_the_one_that_was_chosen_or_the_next_working_one(
    every: Every, weekday: PayDay, day: date, paid: date
) -> None:
    assert next_pay_day(Plan(every, weekday), day) == paid


@given(PLANS, DAYS)
def test_it_is_a_working_day_not_before_and_the_same_until_it_comes(plan: Plan, day: date) -> None:
    paid = next_pay_day(plan, day)
    assert paid >= day
    assert is_business_day(paid)
    assert next_pay_day(plan, paid) == paid
    assert (paid - day) <= timedelta(days={Every.WEEK: 11, Every.TWO_WEEKS: 18, Every.MONTH: 40}[plan.every])


@given(st.sampled_from(PayDay), DAYS)
def test_every_two_weeks_is_every_other_of_the_weeks(weekday: PayDay, day: date) -> None:
    weekly, other = Plan(Every.WEEK, weekday), Plan(Every.TWO_WEEKS, weekday)
    first = next_pay_day(weekly, day)
    second = next_pay_day(weekly, first + timedelta(days=1))
    assert (next_pay_day(other, day) == first) != (next_pay_day(other, day) == second) or first == second


ORDER, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("held", "given_"),
    [
        ({}, {ORDER: 600, OTHER: 100}),
        ({ORDER: 250}, {ORDER: 350, OTHER: 100}),  # only what is disputed stays behind
        ({ORDER: 600}, {OTHER: 100}),
        ({ORDER: 9_000}, {OTHER: 100}),  # no more is held than there is
        ({ORDER: None}, {OTHER: 100}),
        ({ORDER: 0}, {ORDER: 600, OTHER: 100}),
    ],
)
def test_what_is_disputed_of_an_order_stays_behind_and_the_rest_is_paid(
    held: dict[UUID, int | None], given_: dict[UUID, int]
) -> None:
    assert payable({ORDER: 600, OTHER: 100}, held) == given_


def test_what_an_order_owes_is_taken_whatever_is_open_about_it() -> None:
    assert payable({ORDER: -300, OTHER: 500}, {ORDER: None}) == {ORDER: -300, OTHER: 500}


def test_nothing_and_less_than_nothing_is_never_paid() -> None:
    assert [is_worth_paying(amount, Plan()) for amount in (-5, 0, 1)] == [False, False, True]
    assert [is_worth_paying(amount, Plan(least_minor=100)) for amount in (99, 100)] == [False, True]
