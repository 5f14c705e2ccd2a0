"""What every page brings along stays light: cheap telephones read all of it."""

from __future__ import annotations

import gzip
from collections.abc import Iterable

from marketplace.web.static_files import OWN, style_sheet

MOST_SCRIPT, MOST_STYLE = 14 * 1024, 45 * 1024


def _compressed(contents: Iterable[bytes]) -> int:
    return sum(len(gzip.compress(content, 9, mtime=0)) for content in contents)


def test_all_scripts_of_our_own_are_light() -> None:
    scripts = [path.read_bytes() for path in OWN.rglob("*.js")]
    assert len(scripts) > 1
    assert _compressed(scripts) <= MOST_SCRIPT


def test_the_style_sheet_is_light() -> None:
    assert _compressed([style_sheet()]) <= MOST_STYLE
