"""What a page of results offers to narrow by: filters, their values, boxes for numbers, and what is in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from marketplace.window.search.rules import SearchQuery


class Choice(NamedTuple):
    """One value of a filter: what it says, how many, where it leads, and whether it is chosen.

    With a name it is ticked, and sent with its value; without one it is followed.
    """

    label: str
    matches: int
    url: str
    chosen: bool
    name: str = ""
    value: str = ""
    swatch: str = ""  # the colour that stands beside it


class FilterGroup(NamedTuple):
    """A filter with its values."""

    title: str
    choices: Sequence[Choice]
    single: bool = False  # one value at most


class Box(NamedTuple):
    """A number that is typed: the name in the address, what stands before it, what was typed, and what is wrong."""

    name: str
    label: str
    typed: str
    hint: str
    problem: str


class Span(NamedTuple):
    """Numbers of one filter: from, to, or only one of them."""

    title: str
    boxes: Sequence[Box]


class Used(NamedTuple):
    """A filter in use: what it says, where the page without it is, and the query without it."""

    label: str
    url: str
    without: SearchQuery
