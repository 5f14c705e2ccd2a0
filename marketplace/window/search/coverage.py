"""When what says most of the words follows what says all of them. The index and the database ask the same of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

ENOUGH = 48  # where so many say all of the words, nothing less follows: two pages of results


def telling(terms: Sequence[str], often: Sequence[int], living: int) -> list[int]:
    """Say which of some words, by their places, tell results apart: no numbers, and nothing that more than half say.

    `often` is how many listings say each. Where no word is left, all of them do.
    """
    places = [n for n, term in enumerate(terms) if not term[0].isdigit() and not is_everywhere(often[n], living)]
    return places or list(range(len(terms)))


def is_everywhere(often: int, living: int) -> bool:
    """Whether more than half of all listings say something."""
    return often * 2 > living


def most(words: int) -> int:
    """How many of some words are enough to be shown after the rest: half of them, but both of two."""
    return max(min(words, 2), math.ceil(words / 2))
