"""IVA that was rounded line by line is written so that whoever stamps reckons the same, to the centavo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.money import share
from marketplace.money.cfdi.rules import WrongIva, fit_iva


@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=60), st.sampled_from([800, 1600]))
def test_lines_rounded_each_come_to_parts_that_the_rate_gives(lines: list[int], rate: int) -> None:
    base, iva = sum(lines), sum(share(line, rate) for line in lines)
    parts = fit_iva(base, iva, rate)
    assert (sum(one for one, _ in parts), sum(one for _, one in parts)) == (base, iva)
    for one, tax in parts:
        assert one * rate // 10_000 <= tax <= -(-one * rate // 10_000)


def test_what_the_rate_gives_is_not_parted() -> None:
    assert fit_iva(10_000, 1_600, 1600) == [(10_000, 1_600)]


def test_what_no_rounding_gives_is_a_mistake() -> None:
    with pytest.raises(WrongIva):
        fit_iva(10_000, 9_000, 1600)
