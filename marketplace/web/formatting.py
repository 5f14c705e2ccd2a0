"""How money, days and counts are written for people. Times are shown in Mexico City's time."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from flask_babel import get_locale
from flask_babel import gettext as _

from marketplace.kernel import clock
from marketplace.kernel.calendar import MEXICO


def locale_code() -> str:
    """The language of this page: `es_MX` or `en`."""
    return _code_of(get_locale())


@lru_cache(16)
def _code_of(locale: Locale | None) -> str:
    return str(locale or "es_MX")


def money(minor: int) -> str:
    """Write centavos as pesos: 124900 → "$1,249.00"."""
    return f"{'−' if minor < 0 else ''}${abs(minor) // 100:,}.{abs(minor) % 100:02d}"


def money_short(minor: int) -> str:
    """Write centavos as pesos, leaving .00 out: 124900 → "$1,249"."""
    text = money(minor)
    return text[:-3] if text.endswith(".00") else text


def percent(basis_points: int) -> str:
    """Write basis points: 1000 → "10 %", 250 → "2.5 %"."""
    return f"{basis_points / 100:g} %"


@lru_cache(4096)
def _day(value: date, locale: str, *, year: bool = False) -> str:
    pattern = "EEE d MMM" if locale.startswith("es") else "EEE, MMM d"
    return format_date(value, pattern + (" y" if year else ""), locale=locale).replace(".", "")


def month_name(value: date) -> str:
    """Write a month: "noviembre de 2026", "November 2026"."""
    spanish = locale_code().startswith("es")
    return format_date(value, "MMMM 'de' y" if spanish else "MMMM y", locale=locale_code())


def as_day(value: date | datetime) -> date:
    """The day of a moment in Mexico City."""
    if isinstance(value, datetime):
        return value.astimezone(MEXICO).date()
    return value


def day(value: date | datetime) -> str:
    """Write a day: "vie 27 nov" (with the year when it is not this one)."""
    return _this_year_short(as_day(value), locale_code())


def _this_year_short(value: date, locale: str) -> str:
    return _day(value, locale, year=value.year != clock.now().astimezone(MEXICO).year)


def weekday(value: date | str, locale: str | None = None) -> str:
    """Write the last day of something by its weekday: "domingo 30", with the month where it is not this one."""
    last = date.fromisoformat(value) if isinstance(value, str) else value
    today = clock.now().astimezone(MEXICO).date()
    return _weekday(last, locale or locale_code(), far=(last.year, last.month) != (today.year, today.month))


@lru_cache(4096)
def _weekday(value: date, locale: str, *, far: bool) -> str:
    if locale.startswith("es"):
        return format_date(value, "EEEE d 'de' MMMM" if far else "EEEE d", locale=locale)
    return format_date(value, "EEEE, MMMM d" if far else "EEEE d", locale=locale)


def moment(value: datetime) -> str:
    """Write a moment: "vie 27 nov, 18:00"."""
    return f"{day(value)}, {format_datetime(value.astimezone(MEXICO), 'HH:mm', locale='en')}"


def day_range(first: date, last: date, locale: str | None = None) -> str:
    """Write a range of days: "vie 27 – lun 30 nov", or one day when they are the same."""
    return _day_range(first, last, locale or locale_code())


@lru_cache(4096)
def _day_range(first: date, last: date, locale: str) -> str:
    until = _this_year_short(last, locale)
    if first == last:
        return until
    if (first.year, first.month) == (last.year, last.month) and locale.startswith("es"):
        short = format_date(first, "EEE d", locale=locale).replace(".", "")
        return f"{short} – {until}"
    return f"{_this_year_short(first, locale)} – {until}"


def town(city: str, state: str) -> str:
    """Write a city with its state, once where both have one name."""
    return city if city == state else f"{city}, {state}"


def file_size(count: int) -> str:
    """Write how heavy a file of so many bytes is."""
    return f"{round(count / 1024)} KB" if count >= 1024 else _("menos de 1 KB")


FILTERS = {
    "money": money,
    "money_short": money_short,
    "weekday": weekday,
    "percent": percent,
    "day": day,
    "moment": moment,
    "day_range": day_range,
    "town": town,
    "file_size": file_size,
}
