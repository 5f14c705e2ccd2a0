"""What is best in a row, and which rows differ."""

from __future__ import annotations

from marketplace.goods.catalog import ATTRIBUTES
from marketplace.window.compare.rules import ComparedFact, Row, judge


def row(key: str, values: list[object], better: str | None) -> Row:
    return Row(key, key, [ComparedFact(value, str(value)) for value in values], better)


def test_the_best_is_marked_also_when_two_share_it() -> None:
    (judged,) = judge([row("price", [300, 200, 200], "less")])
    assert [cell.best for cell in judged.cells] == [False, True, True]


def test_nothing_is_best_where_all_are_equal_or_nobody_can_say() -> None:
    for one in judge([row("same", [5, 5], "more"), row("colour", ["red", "blue"], None)]):
        assert not any(cell.best for cell in one.cells)


def test_what_is_worth_the_same_in_other_words_differs_and_nothing_is_best() -> None:
    (judged,) = judge(
        [Row("returns", "returns", [ComparedFact(15, "15 días"), ComparedFact(15, "30, la mitad cuenta")], "more")]
    )
    assert judged.differs
    assert not any(cell.best for cell in judged.cells)


def test_what_is_not_said_is_never_best() -> None:
    (judged,) = judge([row("warranty", [None, 12], "more")])
    assert [cell.best for cell in judged.cells] == [False, True]
    (judged,) = judge([row("price", [None, None], "less")])
    assert not any(cell.best for cell in judged.cells)


def test_rows_that_differ_come_first_in_their_order() -> None:
    judged = judge([row("a", [1, 1], None), row("b", [1, 2], None), row("c", [1, 1], None), row("d", [2, 1], None)])
    assert [one.key for one in judged] == ["b", "d", "a", "c"]


def test_a_size_that_one_chooses_by_need_has_no_better_end() -> None:
    for code in ("cups", "capacity_ml", "people", "screen_in"):
        assert ATTRIBUTES[code].better is None
    assert ATTRIBUTES["battery_h"].better == "more"
