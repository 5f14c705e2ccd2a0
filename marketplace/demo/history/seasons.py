"""When people buy what: how the days of a Mexican year differ, for all goods and for some."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from marketplace.kernel.calendar import is_business_day

_MONDAY = 0
_MOTHERS = ("hogar", "moda", "alimentos", "artesanias", "textiles")


def buen_fin(year: int) -> tuple[date, date]:
    """The four days of El Buen Fin: from the Friday before the third Monday of November until that Monday."""
    first = date(year, 11, 1)
    monday = first + timedelta(days=(_MONDAY - first.weekday()) % 7 + 14)
    return monday - timedelta(days=3), monday


def pull(day: date) -> float:
    """Say how much is bought on a day, beside an ordinary one of the same year."""
    weekday = (1.1, 1.05, 1.0, 1.0, 1.05, 0.9, 0.85)[day.weekday()]
    return weekday * _season(day) * (1.15 if day.day in (1, 15, 16, 30, 31) else 1.0) * _rest(day)


def _rest(day: date) -> float:
    """Holidays of the week are quiet, and the two great ones of the year silent."""
    if (day.month, day.day) in ((12, 25), (1, 1)):
        return 0.15
    return 1.0 if is_business_day(day) or day.weekday() >= 5 else 0.8


def _season(day: date) -> float:
    first, last = buen_fin(day.year)
    if first <= day <= last:
        return 3.6
    for begins, ends, factor in _SEASONS:
        if begins <= (day.month, day.day) <= ends:
            return factor
    return 1.0


# From and to, as month and day: how much more is bought.
_SEASONS = (
    ((1, 2), (1, 5), 1.7),  # Reyes
    ((1, 8), (1, 31), 0.7),  # la cuesta de enero
    ((2, 9), (2, 13), 1.4),
    ((4, 24), (4, 29), 1.4),  # Día del Niño
    ((5, 2), (5, 9), 2.3),  # Día de las Madres
    ((5, 25), (6, 2), 1.6),
    ((6, 12), (6, 19), 1.2),
    ((8, 10), (8, 29), 1.4),  # regreso a clases
    ((12, 1), (12, 11), 1.7),
    ((12, 12), (12, 19), 2.2),  # what still arrives for Navidad
    ((12, 20), (12, 24), 1.0),
)
# From and to: what is bought more than the rest then, by top-level category.
_WANTED: tuple[tuple[tuple[int, int], tuple[int, int], Mapping[str, float]], ...] = (
    ((1, 2), (1, 5), {"juguetes": 4.0, "bebes": 2.0}),
    ((2, 9), (2, 13), {"moda": 1.8, "alimentos": 1.5}),
    ((4, 24), (4, 29), {"juguetes": 4.0, "deportes": 1.5}),
    ((5, 2), (5, 9), dict.fromkeys(_MOTHERS, 2.0)),
    ((6, 12), (6, 19), {"herramientas": 2.2, "electronica": 1.5}),
    ((8, 10), (8, 29), {"papeleria": 4.0, "moda": 1.4}),
    ((12, 1), (12, 24), {"juguetes": 2.2, "artesanias": 1.8, "textiles": 1.7, "electronica": 1.4, "moda": 1.4}),
    ((10, 15), (12, 31), {"textiles": 1.5}),
)


@lru_cache(1024)
def liking(day: date, top: str) -> float:
    """Say how much more of a top-level category is bought on a day, beside the others."""
    first, last = buen_fin(day.year)
    factor = 2.0 if first <= day <= last and top in ("electronica", "herramientas", "hogar") else 1.0
    for begins, ends, wanted in _WANTED:
        if begins <= (day.month, day.day) <= ends:
            factor *= wanted.get(top, 1.0)
    return factor
