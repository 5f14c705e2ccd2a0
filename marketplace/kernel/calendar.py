"""Mexico's working days. Legal deadlines and delivery promises count these, in Mexico City's time."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

MEXICO = ZoneInfo("America/Mexico_City")
_SATURDAY = 5


@lru_cache(16)
def _holidays(year: int) -> frozenset[date]:
    """The official holidays of a year (LFT art. 74)."""
    return frozenset(holidays.country_holidays("MX", years=year))


def mexican_day(moment: datetime) -> date:
    """Give the day it is in Mexico City."""
    return moment.astimezone(MEXICO).date()


def is_business_day(day: date) -> bool:
    """Whether people work on a day: Monday to Friday, and no official holiday."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


@lru_cache(8192)
def add_business_days(day: date, count: int) -> date:
    """Give the day that comes `count` working days after a day; with none, the day itself or the next working one."""
    while not is_business_day(day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_business_day(day):
            day += timedelta(days=1)
    return day


def nth_business_day(day: date, count: int) -> date:
    """Give the `count`-th working day after a day, which itself does not count: how the law counts."""
    for _ in range(count):
        day += timedelta(days=1)
        while not is_business_day(day):
            day += timedelta(days=1)
    return day


def morning_of(day: date) -> datetime:
    """Give the moment at which a day begins in Mexico City, in UTC."""
    return datetime.combine(day, time(0, 0), MEXICO).astimezone(UTC)


def night_of(day: date) -> datetime:
    """Give the moment at which a day is over in Mexico City, in UTC: a last day lasts until its night."""
    return morning_of(day + timedelta(days=1))


_CLOSING = time(18, 0)


def closing_after(moment: datetime, days: int) -> datetime:
    """Give 18:00 in Mexico City, `days` working days after a moment, in UTC: when an answer is due."""
    day = add_business_days(moment.astimezone(MEXICO).date(), days)
    return datetime.combine(day, _CLOSING, MEXICO).astimezone(UTC)


def month_of(day: date) -> tuple[date, date]:
    """Give the first and the last day of a day's month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def month_before(day: date) -> date:
    """Give the first day of the month before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(day: date) -> date:
    """Give the first day of the month after a day's."""
    return month_of(day)[1] + timedelta(days=1)
