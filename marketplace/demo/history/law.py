"""What held in the years of the demo's history: an opening tariff of its own, and the legal rates of years not shipped.

The product ships the tariff and the rates from when it sells. The demo has sold for longer, and goes on when this release is
older than the law it knows: the rates of 2025 are those of the law (LISR art. 113-A fr. III; LIVA art. 18-J II a), and a year
after the last one known takes that one's, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from marketplace.kernel.calendar import mexican_day, morning_of
from marketplace.money.fees import (
    INSERT_RULE,
    INSERT_SCHEDULE,
    RULES,
    SCHEDULES,
    SEASONS,
    Season,
    first_open_day,
    known_until,
)
from marketplace.money.taxes import RATES
from marketplace.people.sellers import ShopPlan

OPENING = 0  # the version of the demo's own tariff
SECOND = 2
_SECOND_SINCE = timedelta(days=150)
_DEARER_MINOR = 500_000
_MORE_BP = 200
_SUPPORTED = {"shop_plan": ShopPlan.SUPPORT, "rate_bp": 500}
_BEFORE_2026 = {"isr_withheld": {"registered": 100, "abroad": 100, "unregistered": 2000}}
_ARTICLES = {"isr_withheld": "LISR art. 113-A fr. III y 113-C IV", "iva_withheld": "LIVA art. 18-J II a)"}


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, 6, tzinfo=UTC)  # Mexico City's midnight


def missing_rates(since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
    """Give rows of `legal_rate` for each year of a time for which this release has none."""
    known = [rate for rate in RATES if rate["valid_until"] is not None]
    first = min(rate["valid_from"].year for rate in known)
    last = max(rate["valid_from"].year for rate in known)
    for year in range(since.year - 1, until.year + 1):
        if first <= year <= last:
            continue
        for rate in known:
            if rate["valid_from"].year != (first if year < first else last):
                continue
            levy, standing = rate["levy"], rate["standing"]
            row = {**rate, "id": f"demo:{levy}:{standing}:{year}", "valid_from": _new_year(year)}
            row |= {"valid_until": _new_year(year + 1), "published": "demo"}
            if year < first:
                row |= {
                    "article": _ARTICLES[levy],
                    "rate_bp": _BEFORE_2026.get(levy, {}).get(standing, rate["rate_bp"]),
                }
            else:
                row |= {
                    "text": f"{rate['text']} (demo: como en {last})",
                    "text_en": f"{rate['text_en']} (demo: as in {last})",
                }
            yield row


def enter(connection: Connection, since: datetime, until: datetime) -> None:
    """Enter what held from a moment on, where the release does not say it. `connection` is the owner's of the tables."""
    rates = list(missing_rates(since, until))
    if rates:
        connection.execute(_INSERT_RATE, rates)
    if since >= SCHEDULES[0]["effective_from"]:
        return
    rules = list(_opening_rules())
    begins = since.replace(hour=6, minute=0, second=0, microsecond=0) - timedelta(days=1)
    connection.execute(
        INSERT_SCHEDULE,
        {
            "version": OPENING, "takes_more": True, "rule_count": len(rules),
            "published_at": begins - timedelta(days=31), "effective_from": begins,
            "summary": "Tarifa de apertura. La que sigue cobra menos comisión.",
            "summary_en": "Opening tariff. The next one takes less commission.",
        },
    )  # fmt: skip
    connection.execute(INSERT_RULE, rules)


def enter_second(connection: Connection, now: datetime) -> None:
    """Enter a second version, in force since some months ago: less for books, for electronics that cost more, and for what
    shops of the plan for small producers make by hand."""
    days = [Season(one["name"], one["name_en"], one["first"], one["last"]) for one in SEASONS]
    starts_on = first_open_day(days, mexican_day(now) - _SECOND_SINCE)
    if morning_of(starts_on) <= SCHEDULES[0]["effective_from"] or starts_on > known_until(days):
        return
    rules = list(_second_rules())
    connection.execute(
        INSERT_SCHEDULE,
        {
            "version": SECOND, "takes_more": False, "rule_count": len(rules),
            "published_at": morning_of(starts_on) - timedelta(days=16), "effective_from": morning_of(starts_on),
            "summary": "Baja la comisión de libros, la de electrónica desde $5,000 y, en el plan Apoyo, la de artesanías.",
            "summary_en": "Books pay less commission, so do electronics from $5,000 and, in the Support plan, crafts.",
        },
    )  # fmt: skip
    connection.execute(INSERT_RULE, rules)


def _second_rules() -> Iterator[dict[str, Any]]:
    first = SCHEDULES[0]["version"]
    rules = [rule for rule in RULES if rule["version"] == first]
    dearer = {"from_minor": _DEARER_MINOR, "rate_bp": 700}
    for rule in rules:
        if rule["category"] == "electronica":
            yield _of_second({**rule, "until_minor": _DEARER_MINOR})
            yield _of_second({**rule, **dearer, "id": f"{rule['id']}:{_DEARER_MINOR}", "number": len(rules) + 1})
        elif rule["category"] == "artesanias":
            yield _of_second(rule)
            yield _of_second({**rule, **_SUPPORTED, "id": f"{rule['id']}:{ShopPlan.SUPPORT}", "number": len(rules) + 2})
        else:
            yield _of_second({**rule, "rate_bp": 500} if rule["category"] == "libros" else rule)


def _of_second(rule: dict[str, Any]) -> dict[str, Any]:
    return {**rule, "id": rule["id"].replace("v1:", f"v{SECOND}:", 1), "version": SECOND}


def _opening_rules() -> Iterator[dict[str, Any]]:
    first = SCHEDULES[0]["version"]
    for rule in RULES:
        if rule["version"] == first:
            more = _MORE_BP if rule["kind"] == "commission" else 0
            row = {**rule, "id": rule["id"].replace(f"v{first}:", f"v{OPENING}:", 1), "version": OPENING}
            yield {**row, "rate_bp": rule["rate_bp"] + more}


_INSERT_RATE = text(
    "INSERT INTO legal_rate (id, levy, goods, place, standing, rate_bp, valid_from, valid_until, article, published, text, "
    "text_en) VALUES (:id, :levy, :goods, :place, :standing, :rate_bp, :valid_from, :valid_until, :article, :published, "
    ":text, :text_en)"
)
