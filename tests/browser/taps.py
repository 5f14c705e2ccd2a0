"""Counting taps as docs/taps.md defines them, and comparing them with the number that it says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator

_PAGE = Path(__file__).parents[2] / "docs" / "taps.md"


@cache
def said() -> dict[str, tuple[int, int]]:
    """What the table says of each path: taps with scripts, and without."""
    rows = re.findall(r"^\| ([^|]+?) \| (\d+) \| (\d+) \|", _PAGE.read_text(), re.MULTILINE)
    return {path: (int(live), int(plain)) for path, live, plain in rows}


class Taps:
    """One path on a telephone, and how often the screen was tapped on it. Typing goes by itself."""

    def __init__(self, person: Any, path: str, *, javascript: bool) -> None:
        self.count = 0
        self._person, self._said = person, said()[path][0 if javascript else 1]

    def press(self, control: Locator) -> None:
        """Tap what changes the page where one is."""
        self.count += 1
        self._person.press(control)

    def follow(self, control: Locator) -> None:
        """Tap what leads to another page."""
        self.count += 1
        self._person.follow(control)

    def touch(self, control: Locator) -> None:
        """Tap what asks the server nothing."""
        self.count += 1
        control.click()

    def check(self) -> None:
        """Compare with the table."""
        assert self.count == self._said
