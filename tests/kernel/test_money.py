"""Money in whole centavos: nothing is lost, whatever is split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import portion_of_units, share, split, without_tax

amounts = st.integers(-(10**12), 10**12)


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_a_split_loses_nothing(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    if sum(weights):
        assert all(abs(part - amount * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


def test_the_first_of_equals_gets_the_centavo() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]


def test_negative_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        split(100, [1, -1])


@pytest.mark.parametrize(
    ("amount", "points", "expected"), [(5, 5_000, 3), (-5, 5_000, -3), (100, 1_600, 16), (1, 1, 0)]
)
def test_halves_are_rounded_away_from_zero(amount: int, points: int, expected: int) -> None:
    assert share(amount, points) == expected


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_tax_taken_out_and_put_on_again_is_the_same_to_a_centavo(amount: int, points: int) -> None:
    net = without_tax(amount, points)
    assert abs(net + share(net, points) - amount) <= 1


@given(amounts, st.integers(1, 50), st.data())
def test_piece_by_piece_is_the_same_as_at_once(amount: int, units: int, data: st.DataObject) -> None:
    taken, parts = 0, 0
    while taken < units:
        now = data.draw(st.integers(1, units - taken))
        parts += portion_of_units(amount, units=units, already=taken, now=now)
        taken += now
    assert parts == amount
