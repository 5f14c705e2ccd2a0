"""The security page names files and tests that exist, and no requirement twice."""

from __future__ import annotations

import re

from tests.architecture.pages import ROOT, problem

PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.findall(r"`([\w./]+\.(?:py|md|txt))(?:::(\w+))?`", PAGE)
MET, _, REST = PAGE.partition("## Not met")


def test_every_file_and_test_it_names_exists() -> None:
    assert [wrong for path, test in NAMED if (wrong := problem(path, test))] == []
    assert sum(bool(test) for _path, test in NAMED) > 100


def test_each_line_shows_something() -> None:
    lines = [line for line in MET.splitlines() if re.match(r"\| \d", line)]
    assert [line for line in lines if "::test_" not in line and "operations.md" not in line] == []


def test_no_item_is_met_on_two_lines() -> None:
    items = [
        item
        for line in MET.splitlines()
        if line.startswith("| ")
        for item in re.findall(r"\b\d+\.\d+\.\d+\b", line.split("|")[1])
    ]
    assert sorted({item for item in items if items.count(item) > 1}) == []
    assert len(items) > 150


def test_a_wrong_name_would_be_noticed() -> None:
    assert problem("web/test_headers.py", "test_that_nobody_wrote")
    assert problem("marketplace/nowhere.py", "")
