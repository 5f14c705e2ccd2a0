"""What matters to somebody orders the columns, and says why."""

from __future__ import annotations

import pytest

from marketplace.window.compare.rules import Criterion, in_one_unit, join_trays, read_weights, weigh

P, D, W = Criterion.PRICE, Criterion.DELIVERY, Criterion.WARRANTY


def test_the_best_gets_all_points_the_worst_none_and_others_in_proportion() -> None:
    weighed = weigh({P: [300, 100, 200]}, {P: 2})
    assert [(one.column, one.points) for one in weighed] == [(1, 100), (2, 50), (0, 0)]


def test_a_weight_is_a_share_of_a_hundred_and_the_parts_sum_to_the_points() -> None:
    weighed = weigh({P: [100, 200], W: [3, 12]}, {P: 3, W: 1})
    assert [(one.column, dict(one.parts)) for one in weighed] == [(0, {P: 75, W: 0}), (1, {P: 0, W: 25})]
    assert [one.points for one in weighed] == [75, 25]


def test_another_weight_makes_another_order() -> None:
    values = {P: [100, 200], W: [3, 12]}
    assert [one.column for one in weigh(values, {P: 1, W: 3})] == [1, 0]


def test_the_first_says_where_it_is_best_and_where_not() -> None:
    first = weigh({P: [100, 200], D: [5, 5], W: [3, 12]}, {P: 3, D: 1, W: 1})[0]
    assert (first.best_in, first.behind_in) == ([P], [W])


def test_what_is_not_said_gets_no_points() -> None:
    assert [one.points for one in weigh({P: [None, 100]}, {P: 1})] == [100, 0]
    nobody = weigh({P: [None, None]}, {P: 1})
    assert [(one.points, one.best_in, one.behind_in) for one in nobody] == [(0, [], [])] * 2


def test_equals_keep_their_order() -> None:
    assert [one.column for one in weigh({P: [5, 5, 5]}, {P: 3})] == [0, 1, 2]


def test_weights_that_make_no_sense_are_left_out() -> None:
    asked = {"precio": "3", "entrega": "0", "garantia": "4", "devolucion": "-1", "tienda": "mucho", "otra": "1"}
    assert read_weights(asked) == {P: 3}
    assert weigh({P: [1, 2]}, {}) == []


@pytest.mark.parametrize(
    ("said", "values", "unit"),
    [
        ([(600.0, "ml"), (1.5, "l")], [600, 1500], "ml"),
        ([(2000.0, "ml"), (1.5, "l"), None], [2, 1.5, None], "l"),
        ([(180.0, "cm"), (2.0, "m")], [1.8, 2], "m"),
        ([(5.0, "W"), (7.0, "W")], [5, 7], "W"),
        ([None, None], [None, None], ""),
    ],
)
def test_numbers_come_to_one_unit(said: list[tuple[float, str] | None], values: list[object], unit: str) -> None:
    assert in_one_unit(said) == (values, unit)


def test_a_browsers_tray_comes_before_what_was_kept_and_the_rest_falls_off() -> None:
    assert join_trays([7, 8], [1, 7, 2], 3) == [7, 8, 1]
