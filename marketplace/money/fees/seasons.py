"""The seasons in which no version of the tariff begins, as data. `db upgrade` enters those that are not there yet.

Hot Sale and Buen Fin are named months before; until then we keep wide margins around the days of other years. Their days
can be narrowed, and later years added, by SQL (docs/operations.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

# code, Spanish, English, first and last (month, day); a last day before the first is of the next year
_YEARLY = (
    ("hot-sale", "Hot Sale", "Hot Sale", (5, 18), (6, 10)),
    ("buen-fin", "Buen Fin", "Buen Fin", (11, 8), (11, 22)),
    ("navidad", "Navidad y Reyes", "Christmas and Epiphany", (11, 15), (1, 6)),
)
_FIRST_YEAR, _LAST_YEAR = 2026, 2031


def _seasons() -> Iterator[dict[str, Any]]:
    for year in range(_FIRST_YEAR, _LAST_YEAR + 1):
        for code, name, name_en, first, last in _YEARLY:
            yield {
                "id": f"{code}-{year}", "name": name, "name_en": name_en, "first": date(year, *first),
                "last": date(year + (last < first), *last),
            }  # fmt: skip


SEASONS = tuple(_seasons())
