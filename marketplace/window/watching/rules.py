"""Pure decisions about what is followed: when a price is worth a letter, and how much is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

MOST_WATCHED = 50  # of prices, and of searches
MOST_VIEWED = 24
LONGEST_ADDRESS = 600
LONGEST_WORDS = 120
UNDO_WITHIN = timedelta(hours=1)


def worth_telling(price_minor: int | None, *, below_minor: int, told_minor: int | None) -> bool:
    """Say whether a price is news: lower than asked for, and than the last one told. None: it cannot be bought now."""
    if price_minor is None or price_minor >= below_minor:
        return False
    return told_minor is None or price_minor < told_minor


def told_from_here(price_minor: int | None, *, below_minor: int, told_minor: int | None) -> int | None:
    """What counts as told: a price that rose again to where it was asked for is forgotten, so that its next fall is news."""
    if price_minor is not None and price_minor >= below_minor:
        return None
    return price_minor if worth_telling(price_minor, below_minor=below_minor, told_minor=told_minor) else told_minor


def join_viewed(own: Sequence[int], kept: Sequence[int]) -> list[int]:
    """Put what a browser saw before what its person saw elsewhere."""
    return list(dict.fromkeys([*own, *kept]))[:MOST_VIEWED]


def is_search(address: str) -> bool:
    """Say whether an address is one of a results page."""
    path = address.partition("?")[0]
    plain = len(address) <= LONGEST_ADDRESS and address.isprintable() and "\\" not in address
    return plain and (path == "/buscar" or (path.startswith("/c/") and path.count("/") == 2))
