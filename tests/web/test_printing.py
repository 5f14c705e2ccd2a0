"""On paper, names of others stay in their column: they cover no amount, and bring none."""

from __future__ import annotations

import pytest

from marketplace.web.printing import fit, new_paper


@pytest.mark.parametrize("name", ["Estambre" + " " * 60 + "$1.00", "W" * 300, "i" * 300, "…" * 300])
def test_a_name_is_as_long_as_its_column(name: str) -> None:
    paper = new_paper("Recibo")
    shown = fit(paper, name.replace("…", "..."), 60)
    assert shown.endswith("...")
    assert "$1.00" not in shown
    assert paper.get_string_width(shown) <= 60 - 2 * paper.c_margin


def test_what_has_room_stays_as_it_is() -> None:
    assert fit(new_paper("Recibo"), "Estambre de alpaca", 60) == "Estambre de alpaca"
