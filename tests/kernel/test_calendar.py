"""Legal days are days of Mexico City: the ends of months and years, 29 February, and the last change of its clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from marketplace.kernel.calendar import add_business_days, closing_after, mexican_day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 1, 5, 59, tzinfo=UTC), date(2026, 2, 28)),
        (datetime(2026, 3, 1, 6, 0, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2028, 3, 1, 5, 59, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2027, 1, 1, 5, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2022, 10, 30, 4, 59, tzinfo=UTC), date(2022, 10, 29)),  # five hours behind, for the last day
        (datetime(2022, 10, 31, 5, 59, tzinfo=UTC), date(2022, 10, 30)),  # and six from then on
    ],
)
def test_the_day_it_is_in_mexico_city(moment: datetime, day: date) -> None:
    assert mexican_day(moment) == day


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2028, 3, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # New Year's Day is a Friday and a holiday
        (date(2026, 10, 30), 1, date(2026, 11, 2)),
    ],
)
def test_working_days_go_over_ends_of_months_and_years(day: date, count: int, then: date) -> None:
    assert add_business_days(day, count) == then


def test_an_answer_is_due_at_six_in_the_evening_though_clocks_were_changed_meanwhile() -> None:
    friday_in_summer_time = datetime(2022, 10, 28, 15, tzinfo=UTC)
    assert closing_after(friday_in_summer_time, 1) == datetime(2022, 11, 1, 0, tzinfo=UTC)
