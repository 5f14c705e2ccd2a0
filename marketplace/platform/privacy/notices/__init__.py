"""The privacy notices: one file for each version and language, never changed once published.

A file begins with the day it takes effect and the simplified notice (LFPDPPP art. 16); below the line is the whole one
(art. 15): headings after `#`, lists after `-`, paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Notice:
    """One version in one language. `parts` are (kind, lines), kind being heading, list or text."""

    version: int
    since: date
    short: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


_MARKS = {"# ": "heading", "- ": "list"}


def _read(path: Path) -> Notice:
    head, _, whole = path.read_text("utf-8").partition("\n---\n")
    since, _, short = head.partition("\n")
    lines = [line for line in whole.splitlines() if line.strip()]
    parts = tuple(
        (kind, tuple(line[2:] if line[:2] in _MARKS else line for line in same))
        for kind, same in groupby(lines, key=lambda line: _MARKS.get(line[:2], "text"))
    )
    return Notice(int(path.name.split(".")[0]), date.fromisoformat(since), short.strip(), parts)


_ALL = {(one.version, path.name.split(".")[1]): one for path in _FOLDER.glob("*.txt") for one in [_read(path)]}
NEWEST = max(version for version, _ in _ALL)
VERSIONS = tuple(sorted({version for version, _ in _ALL}, reverse=True))


def notice(version: int, language: str) -> Notice | None:
    """Give a version of the notice in a language; None when there was none."""
    return _ALL.get((version, language))
