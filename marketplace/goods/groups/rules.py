"""Pure decisions about customer groups: how many, for how long, and how pasted lists are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from marketplace.kernel.reading import Unreadable, read_email, read_line, read_money

MOST_GROUPS = 20  # of a shop
MOST_PEOPLE = 2_000  # of a group, with those who are invited
MOST_LINES = 5_000  # of a pasted list of prices
MOST_LETTERS = 2_000  # of a shop within a day
INVITED_FOR = timedelta(days=30)
DEAREST_MINOR = 500_000_000
LONGEST_NAME = 40
LONGEST_NOTE = 500

_BETWEEN_ADDRESSES = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with a line of a pasted list: which (1 is the first), what stands there, and why, as a code."""

    line: int
    said: str
    why: str


@dataclass(frozen=True)
class GroupPriceLine:
    """A line of a pasted list of prices: the shop's key, and centavos; None takes the group's price away."""

    line: int
    sku: str
    price_minor: int | None


def read_addresses(written: str) -> tuple[list[str], list[LineProblem]]:
    """Read addresses parted by lines, spaces, commas or semicolons, each once; and what is none, by its place.

    What is more than a group holds is not read.
    """
    found: dict[str, None] = {}
    problems = []
    for place, said in enumerate(filter(None, _BETWEEN_ADDRESSES.split(written)), 1):
        try:
            found[read_email(said)] = None
        except Unreadable as refusal:
            problems.append(LineProblem(place, said, refusal.code))
        if len(found) + len(problems) > MOST_PEOPLE:
            break
    return list(found), problems


def read_price_lines(written: str) -> tuple[list[GroupPriceLine], list[LineProblem]]:
    """Read lines of a key and a price, parted by the last tab, semicolon or first comma; and what is wrong, line by line.

    A key comes once. A key without a price takes the group's price away. What is more than a list may be long is not read.
    """
    found: list[GroupPriceLine] = []
    problems: list[LineProblem] = []
    seen: set[str] = set()
    for number, said in enumerate(written.splitlines(), 1):
        if not said.strip():
            continue
        sku, price = _parts(said)
        if not sku:
            problems.append(LineProblem(number, said.strip(), "key"))
        elif sku in seen:
            problems.append(LineProblem(number, sku, "twice"))
        else:
            seen.add(sku)
            _read_price(number, sku, price, found, problems)
        if len(found) + len(problems) > MOST_LINES:
            problems.append(LineProblem(number, sku, "many"))
            break
    return found, problems


def _parts(said: str) -> tuple[str, str]:
    mark = next((mark for mark in "\t;," if mark in said), ",")
    sku, _, price = said.partition(mark)
    return read_line(sku), price.strip()


def _read_price(number: int, sku: str, said: str, found: list[GroupPriceLine], problems: list[LineProblem]) -> None:
    if not said:
        found.append(GroupPriceLine(number, sku, None))
        return
    try:
        minor = read_money(said, most_minor=DEAREST_MINOR)
    except Unreadable as refusal:
        problems.append(LineProblem(number, sku, refusal.code))
        return
    if minor < 1:
        problems.append(LineProblem(number, sku, "zero"))
    else:
        found.append(GroupPriceLine(number, sku, minor))


def percent_off(price_minor: int, percent: int) -> int:
    """Give a price with so many percent less, in centavos; halves go up, and it is never below one centavo."""
    return max(1, (price_minor * (100 - percent) + 50) // 100)


def addresses_said(addresses: Sequence[str], most: int = 5) -> str:
    """Name some addresses, and that there are more."""
    return ", ".join(addresses[:most]) + (" …" if len(addresses) > most else "")
