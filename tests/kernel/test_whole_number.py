"""A number as people type it, or none."""

from __future__ import annotations

import pytest

from marketplace.kernel.text import whole_number


@pytest.mark.parametrize(("typed", "read"), [("0", 0), (" 12 ", 12), ("007", 7), ("999999999", 999_999_999)])
def test_plain_digits(typed: str, read: int) -> None:
    assert whole_number(typed) == read


@pytest.mark.parametrize("typed", ["", "²", "1²", "٣", "-1", "+1", "1.0", "1e3", "1000000000", "9" * 5_000, "1 2"])
def test_anything_else_is_none(typed: str) -> None:
    assert whole_number(typed) is None


def test_no_more_than_was_allowed() -> None:
    assert whole_number("99", most=99) == 99
    assert whole_number("100", most=99) is None
