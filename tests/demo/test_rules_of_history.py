"""The pure parts of the demo's history: seasons of any year, stock that adds up, and the law of years that are not shipped."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.demo.history.buyers import BUYERS
from marketplace.demo.history.law import missing_rates
from marketplace.demo.history.seasons import buen_fin, liking, pull
from marketplace.demo.history.stock import COUNTED, RESTOCKED, follow
from marketplace.demo.history.writing import Moved
from marketplace.goods.inventory import MovementKind

_NOON = datetime(2026, 3, 2, 18, tzinfo=UTC)


def moved(days: int, delta: int) -> Moved:
    kind = MovementKind.SALE if delta < 0 else MovementKind.RETURNED
    return Moved(_NOON + timedelta(days=days), delta, kind, "Pía", "purchase:x")


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [(2025, date(2025, 11, 14), date(2025, 11, 17)), (2026, date(2026, 11, 13), date(2026, 11, 16))],
)
def test_buen_fin_ends_on_the_third_monday_of_november(year: int, first: date, last: date) -> None:
    assert buen_fin(year) == (first, last)


def test_mothers_day_is_busier_than_a_week_later_and_new_year_is_silent() -> None:
    assert pull(date(2026, 5, 8)) > 1.8 * pull(date(2026, 5, 22))
    assert pull(date(2026, 1, 1)) < 0.3 < pull(date(2028, 2, 29))


def test_toys_are_for_january_and_notebooks_for_august() -> None:
    assert liking(date(2026, 1, 4), "juguetes") > liking(date(2026, 3, 4), "juguetes")
    assert liking(date(2026, 8, 18), "papeleria") > liking(date(2026, 8, 18), "hogar")


def test_stock_ends_with_as_many_pieces_as_there_are_and_is_never_below_nothing() -> None:
    steps = list(
        follow(5, [moved(1, -4), moved(2, -3), moved(3, -6), moved(4, 1)], "Alicia", _NOON + timedelta(days=9))
    )
    level = 5
    for step in steps:
        level += step.moved.delta
        assert level == step.on_hand >= 0
    assert level == 5
    assert [step.moved.at for step in steps] == sorted(step.moved.at for step in steps)
    bought = [step.moved for step in steps if step.moved.kind is MovementKind.CORRECTION]
    assert sum(one.delta for one in bought) == 12
    assert {(one.by, one.subject) for one in bought} <= {("Alicia", RESTOCKED), ("Alicia", COUNTED)}


def test_what_was_not_moved_needs_nobody_to_count_it() -> None:
    assert list(follow(3, [moved(1, -2), moved(2, 2)], "Alicia", _NOON + timedelta(days=9)))[-1].on_hand == 3
    assert len(list(follow(3, [moved(1, -2), moved(2, 2)], "Alicia", _NOON + timedelta(days=9)))) == 2


def test_a_year_that_the_release_knows_is_left_as_it_is() -> None:
    rates = list(missing_rates(datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)))
    assert {rate["valid_from"].year for rate in rates} == {2025}


def test_the_rates_of_2025_are_those_of_its_law() -> None:
    rates = {
        rate["id"]: rate for rate in missing_rates(datetime(2025, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    }
    assert rates["demo:isr_withheld:registered:2025"]["rate_bp"] == 100
    assert rates["demo:iva_withheld:registered:2025"]["rate_bp"] == 5000
    assert "113-A" in rates["demo:isr_withheld:registered:2025"]["article"]


def test_a_year_after_the_last_known_repeats_it_and_says_so_without_a_gap() -> None:
    rates = [
        one
        for one in missing_rates(datetime(2026, 12, 1, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC))
        if "demo: como" in one["text"]
    ]
    years = sorted({(one["valid_from"], one["valid_until"]) for one in rates})
    assert [begins.year for begins, _ends in years] == [2027, 2028]
    assert years[0][1] == years[1][0]


def test_sixty_people_with_names_and_addresses_of_their_own() -> None:
    assert len({buyer.name for buyer in BUYERS}) == len({buyer.mailbox for buyer in BUYERS}) == 60
    assert all(buyer.mailbox.isascii() and len(buyer.postal_code) == 5 for buyer in BUYERS)
