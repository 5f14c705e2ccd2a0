"""What it costs to send something somewhere, and when it arrives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from marketplace.demo.shops import SHOPS
from marketplace.goods.catalog.rules import billable_grams
from marketplace.trade.shipping.rules import Destination, Speed, Zone, promised, quote, quotes, zone

ALPACA = next(shop.terms for shop in SHOPS if shop.data.slug == "hilos-alpaca")
TUESDAY_NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # 12:00 in Mexico City


@pytest.mark.parametrize(
    ("code", "state", "expected"),
    [
        ("90100", "TLA", Zone.LOCAL),
        ("91000", "TLA", Zone.STATE),
        ("06700", "CMX", Zone.NATIONAL),
        ("97000", "YUC", Zone.REMOTE),
    ],
)
def test_zones(code: str, state: str, expected: Zone) -> None:
    assert zone(ALPACA, Destination(code, state)) is expected


def test_each_begun_kilo_counts() -> None:
    to = Destination("06700", "CMX")
    prices = [quote(ALPACA, to, grams=g, goods_minor=100, now=TUESDAY_NOON) for g in (1, 1000, 1001, 2500)]
    assert [one.charged_minor for one in prices if one] == [9_900, 9_900, 11_500, 13_100]


def test_free_from_an_amount_on_and_the_shops_own_rate_is_still_known() -> None:
    free = quote(ALPACA, Destination("06700", "CMX"), grams=500, goods_minor=89_900, now=TUESDAY_NOON)
    assert free is not None
    assert (free.charged_minor, free.rate_minor) == (0, 9_900)


def test_volume_counts_when_it_is_greater_than_weight() -> None:
    assert billable_grams(500, 400, 300, 250) == 6_000
    assert billable_grams(9_000, 100, 100, 100) == 9_000


def test_where_a_shop_does_not_send_there_is_no_quote() -> None:
    shop = next(one.terms for one in SHOPS if one.data.slug == "segunda-vuelta")
    assert quote(shop, Destination("23000", "BCS"), grams=1, goods_minor=1, now=TUESDAY_NOON) is None


def test_the_cut_off_hour_decides_the_day() -> None:
    before = promised(TUESDAY_NOON, 1, 14, 2, 4)
    after = promised(TUESDAY_NOON.replace(hour=21), 1, 14, 2, 4)
    assert before.first == date(2026, 11, 27)
    assert after.first == date(2026, 11, 30)


def test_holidays_and_weekends_are_not_working_days() -> None:
    friday = datetime(2026, 11, 13, 18, 0, tzinfo=UTC)  # Monday 16 November is a holiday
    assert promised(friday, 1, 14, 1, 1).first == date(2026, 11, 18)


def test_a_faster_way_is_quoted_by_the_same_formula_and_never_ships_free() -> None:
    faster = {"base_minor": 19_000, "per_kg_minor": 4_000, "min_days": 1, "max_days": 1}
    shop = replace(ALPACA, rates={**ALPACA.rates, "national": {**ALPACA.rates["national"], "express": faster}})
    found = quotes(shop, Destination("06700", "CMX"), grams=2_500, goods_minor=1_000_000, now=TUESDAY_NOON)
    assert list(found) == [Speed.ORDINARY, Speed.EXPRESS]
    assert found[Speed.ORDINARY].charged_minor == 0
    express = found[Speed.EXPRESS]
    assert express.charged_minor == express.rate_minor == 19_000 + 2 * 4_000
    assert express.promise.last < found[Speed.ORDINARY].promise.last
    parcel = {"grams": 1, "goods_minor": 1, "now": TUESDAY_NOON}
    assert list(quotes(shop, Destination("97000", "YUC"), **parcel)) == [Speed.ORDINARY]  # type: ignore[arg-type]
    nowhere = replace(shop, uncovered_states=["CMX"])
    assert quotes(nowhere, Destination("06700", "CMX"), **parcel) == {}  # type: ignore[arg-type]
