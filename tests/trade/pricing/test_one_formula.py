"""One formula for what a shop asks for the way: of a number, of an array of them, and in the database."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sqlalchemy import text

from marketplace.trade.shipping.rules import NEVER_FREE, OWN_RATE_SQL, SHIPS_FREE_SQL, own_rate, ships_free
from tests.cast import Cast

GRAMS = (1, 999, 1_000, 1_001, 1_999, 2_000, 2_001, 70_500)


@pytest.mark.parametrize(
    ("grams", "expected"), [(1, 9_900), (1_000, 9_900), (1_001, 11_400), (2_000, 11_400), (2_001, 12_900)]
)
def test_each_kilo_begun_after_the_first_costs_once_more(grams: int, expected: int) -> None:
    assert own_rate(9_900, 1_500, grams) == expected


def test_numbers_arrays_and_the_database_say_the_same(market: Cast) -> None:
    by_number = [own_rate(9_900, 1_500, grams) for grams in GRAMS]
    assert own_rate(9_900, 1_500, np.array(GRAMS)).tolist() == by_number
    sql = OWN_RATE_SQL.format(base="9900", grams="g", per_kg="1500")
    with market.above() as work:
        rows = work.session.execute(
            text(f"SELECT {sql} FROM unnest(cast(:grams AS bigint[])) WITH ORDINALITY AS t(g, n) ORDER BY n"),
            {"grams": list(GRAMS)},
            execution_options={"wall": "plain"},
        )
        assert [row[0] for row in rows] == by_number


@pytest.mark.parametrize(("goods", "free_from", "free"), [(99, 100, False), (100, 100, True), (10**9, None, False)])
def test_what_ships_free_is_the_same_everywhere(market: Cast, goods: int, free_from: int | None, free: bool) -> None:
    limit = NEVER_FREE if free_from is None else free_from
    assert ships_free(goods, limit) is free
    assert bool(ships_free(np.array([goods]), np.array([limit]))[0]) is free
    said = SHIPS_FREE_SQL.format(goods="cast(:goods AS bigint)", free_from="cast(:from AS bigint)")
    with market.above() as work:
        asked = {"goods": goods, "from": free_from}
        assert work.session.execute(text(f"SELECT {said}"), asked, execution_options={"wall": "plain"}).scalar() is free


def test_where_a_shop_does_not_send_it_costs_without_end() -> None:
    assert own_rate(np.array([np.inf]), np.array([0]), np.array([5_000]))[0] == math.inf
