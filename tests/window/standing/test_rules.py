"""The arithmetic of standing: what counts, what does not yet, and what says nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.window.standing.rules import given_up, on_time, reply_minutes, waits

NOW = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
GOOD, LATE = (NOW - HOUR, NOW - 2 * HOUR), (NOW - 2 * HOUR, NOW - HOUR)
OVERDUE, NOT_DUE_YET = (NOW - HOUR, None), (NOW + HOUR, None)


def test_the_share_is_of_what_was_handed_over_in_time() -> None:
    assert on_time([GOOD] * 3 + [LATE], NOW) is None
    assert on_time([GOOD] * 4 + [LATE], NOW) == 8_000
    assert on_time([GOOD] * 5, NOW) == 10_000
    assert on_time([LATE] * 5, NOW) == 0


def test_a_part_of_a_basis_point_is_not_given_for_free() -> None:
    assert on_time([GOOD] * 5 + [LATE], NOW) == 8_333
    assert on_time([GOOD] * 4 + [LATE] * 2, NOW) == 6_666


def test_on_the_very_moment_is_in_time() -> None:
    assert on_time([(NOW - HOUR, NOW - HOUR)] * 5, NOW) == 10_000


def test_what_is_overdue_counts_as_late_and_what_is_not_due_yet_not_at_all() -> None:
    assert on_time([GOOD] * 4 + [OVERDUE], NOW) == 8_000
    assert on_time([GOOD] * 4 + [NOT_DUE_YET], NOW) is None
    assert on_time([GOOD] * 5 + [NOT_DUE_YET] * 5, NOW) == 10_000
    assert on_time([GOOD] * 4 + [(NOW, None)], NOW) is None  # due now is not late yet


def test_what_was_sent_before_it_was_due_counts_at_once() -> None:
    assert on_time([(NOW + HOUR, NOW - HOUR)] * 5, NOW) == 10_000


@pytest.mark.parametrize(
    ("waits", "said"),
    [([], None), ([0.2], 0), ([30.0], 30), ([1.0, 10.0, 10_000.0], 10), ([10.0, 20.0], 15)],
)
def test_the_wait_for_an_answer_is_the_median(waits: list[float], said: int | None) -> None:
    assert reply_minutes(waits) == said


def test_what_the_shop_cancels_counts_as_not_handed_over_and_what_a_buyer_cancels_in_time_not_at_all() -> None:
    early, late = NOW + HOUR, NOW - HOUR
    assert given_up(early, NOW, by_shop=True) == (NOW, None)
    assert given_up(late, NOW, by_shop=True) == (late, None)
    assert given_up(late, NOW, by_shop=False) == (late, None)
    assert given_up(early, NOW, by_shop=False) is None
    by_shop = given_up(early, NOW - HOUR, by_shop=True)
    assert by_shop
    assert on_time([GOOD] * 4 + [by_shop], NOW) == 8_000


def test_silence_counts_from_the_due_time_on_with_all_that_it_lasts() -> None:
    asked = NOW - 10 * HOUR
    said = [(1, "buyer", asked), (1, "buyer", asked + HOUR), (2, "buyer", asked), (2, "shop", asked + HOUR)]
    assert waits(said, NOW, answer_by=lambda at: at + 5 * HOUR) == [60, 600]
    assert waits(said, NOW, answer_by=lambda at: at + 11 * HOUR) == [60]
    assert waits(said, NOW, answer_by=lambda at: at + 10 * HOUR) == [60]  # due now is not late yet
    assert waits([(1, "shop", asked)], NOW, answer_by=lambda at: at) == []
