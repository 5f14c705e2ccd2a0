"""When what says most of the words follows what says all of them. The index and the database ask the same of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

ENOUGH = 48  # where so many say all of the words, nothing less follows: two pages of results


def telling(terms: Sequence[str]) -> list[int]:
    """Say which of some words have to be said, by their places: not numbers, unless there is nothing else."""
    return [n for n, term in enumerate(terms) if not term[0].isdigit()] or list(range(len(terms)))


def tells(described: int, living: int, words: int) -> bool:
    """Whether it tells anything that a description says a word, said by so many of all: not what more than half say."""
    return words == 1 or described * 2 <= living


def most(words: int) -> int:
    """How many of some words are enough to be shown after the rest: half of them, but both of two."""
    return max(min(words, 2), math.ceil(words / 2))
