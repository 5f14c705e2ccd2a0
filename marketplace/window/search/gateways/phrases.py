"""Beginnings of titles, found by how their words begin."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np

from marketplace.kernel.analysis import STOP

_LAST = "\U0010ffff"


class Phrases:
    """The phrases of one segment, the commonest first; each word knows in which of them it stands."""

    def __init__(self, often: Mapping[str, int]) -> None:
        """Take phrases as `folded words<tab>as written`, with how many titles begin with them."""
        whole = [phrase for phrase in often if phrase.partition("\t")[0].rpartition(" ")[2] not in STOP]
        self._phrases = sorted(whole, key=lambda phrase: (-often[phrase], phrase))
        standing: dict[str, list[int]] = {}
        for place, phrase in enumerate(self._phrases):
            for word in phrase.partition("\t")[0].split():
                standing.setdefault(word, []).append(place)
        self._words = sorted(standing)
        self._starts = np.cumsum([0, *(len(standing[word]) for word in self._words)])
        self._places = np.array([place for word in self._words for place in standing[word]], dtype=np.int32)

    def beginning(self, parts: Sequence[str], most: int) -> list[str]:
        """Give the commonest phrases in which, for each part, some word begins with it."""
        found = None
        for part in parts:
            first, end = bisect_left(self._words, part), bisect_left(self._words, part + _LAST)
            places = np.unique(self._places[self._starts[first] : self._starts[end]])
            found = places if found is None else np.intersect1d(found, places, assume_unique=True)
        return [] if found is None else [self._phrases[place] for place in found[:most].tolist()]
