"""The page of faults names tests that exist, one or more for each fault, and no fault twice."""

from __future__ import annotations

import re

from tests.architecture.pages import ROOT, problem

PAGE = (ROOT / "docs" / "faults.md").read_text("utf-8")
LINES = [line for line in PAGE.splitlines() if re.match(r"\| (\d|–)", line)]
EXPECTED = {1, 2, 6, *range(10, 15), *range(16, 19), *range(21, 24), *range(26, 34)}


def test_every_test_it_names_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)
    assert [wrong for path, test in named if (wrong := problem(path, test))] == []
    assert len(named) > 25


def test_each_fault_of_the_list_is_there_once_and_shown() -> None:
    numbers = [int(found[1]) for line in LINES if (found := re.match(r"\| (\d+) ", line))]
    assert sorted(numbers) == sorted(EXPECTED)
    assert [line for line in LINES if "::test_" not in line] == []
