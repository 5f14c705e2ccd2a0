"""An index at one moment, as arrays: columns side by side, and what each term counts for each listing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.search import ranking
from marketplace.search.gateways.segments import NOTHING, Ids, Mask, Numbers, Segment, Weights
from marketplace.search.gateways.whoosh_index import COLUMNS

_KEPT_BYTES = 64 * 1024 * 1024
Term = tuple[Ids, Weights, float]  # ascending listings' places, what it counts there, and the most it could count


class View:
    """All segments of one commit, as if they were one. Deleted documents are left out of everything it gives."""

    def __init__(self, segments: Sequence[tuple[Segment, Any]], names: dict[str, list[str]]) -> None:
        self._segments = [segment for segment, _reader in segments]
        self._starts = np.cumsum([0, *(segment.size for segment in self._segments)])
        self.names = names
        empty = np.empty(0, dtype=np.int64)
        self.columns: dict[str, Numbers] = {
            name: np.concatenate([segment.columns[name] for segment in self._segments] or [empty]) for name in COLUMNS
        }
        self.alive: Mask = np.concatenate(
            [segment.alive(reader) for segment, reader in segments] or [np.empty(0, dtype=bool)]
        )
        self.size = len(self.alive)
        self.living = int(self.alive.sum())
        self._terms: OrderedDict[object, Term] = OrderedDict()
        self._bytes = 0
        self._values: dict[str, tuple[list[str], NDArray[np.int16]]] = {}
        self._lock = threading.Lock()

    @cached_property
    def _relative_length(self) -> Weights:
        words = self.columns["words"].astype(np.float32)
        return words / max(float(words[self.alive].mean()) if self.living else 1.0, 1.0)

    def _everywhere(self, name: str, term: str) -> tuple[Ids, Weights]:
        found = [segment.postings(name, term) for segment in self._segments]
        ids = np.concatenate([NOTHING[0], *(one[0] + np.int32(s) for one, s in zip(found, self._starts, strict=False))])
        weights = np.concatenate([NOTHING[1], *(one[1] for one in found)])
        living = self.alive[ids]
        return ids[living], weights[living]

    def term(self, alternatives: tuple[str, ...]) -> Term:
        """What a word, or any word that means the same, counts for each listing that says it."""
        return self._kept(alternatives, lambda: self._count(alternatives))

    def _count(self, alternatives: tuple[str, ...]) -> Term:
        counts = np.zeros(self.size, dtype=np.float32)
        for term in alternatives:
            once = np.zeros(self.size, dtype=np.float32)
            ids, often = self._everywhere("title", term)
            once[ids] = ranking.TITLE_WEIGHT * ranking.saturated(often, self._relative_length[ids])
            ids, often = self._everywhere("text", term)
            once[ids] += ranking.TEXT_WEIGHT * ranking.saturated(often)
            np.maximum(counts, once, out=counts)
        ids = np.flatnonzero(counts).astype(np.int32)
        rarity = ranking.rarity(self.living, len(ids))
        most = rarity * (ranking.TITLE_WEIGHT + ranking.TEXT_WEIGHT)
        return ids, counts[ids] * np.float32(rarity), most

    def having(self, name: str, term: str) -> Ids:
        """Which listings have a term in a field that is only filtered by."""
        return self._kept((name, term), lambda: (*self._everywhere(name, term), 0.0))[0]

    def below(self, category: int) -> Ids:
        """Which listings are in a category or under it."""

        def find() -> Term:
            inside = np.zeros(self.size, dtype=bool)
            for level in ("leaf", "middle", "top"):
                inside |= self.columns[level] == category
            ids = np.flatnonzero(inside & self.alive).astype(np.int32)
            return ids, np.empty(0, dtype=np.float32), 0.0

        return self._kept(("category", category), find)[0]

    @cached_property
    def everything(self) -> Ids:
        """Every listing."""
        return np.flatnonzero(self.alive).astype(np.int32)

    def values_of(self, attribute: str) -> tuple[list[str], NDArray[np.int16]]:
        """Every value that some listing says of an attribute, and which of them each listing says (-1: none)."""
        with self._lock:
            found = self._values.get(attribute)
        if found is None:
            beginning = f"{attribute}="
            values = sorted(term[len(beginning) :] for term in self.lexicon("said") if term.startswith(beginning))
            which = np.full(self.size, -1, dtype=np.int16)
            for number, value in enumerate(values):
                which[self.having("said", beginning + value)] = number
            found = self._values[attribute] = (values, which)
        return found

    def lexicon(self, name: str) -> dict[str, int]:
        """Every term of a field, with how many documents had it when they were written."""
        if len(self._segments) == 1:
            return self._segments[0].lexicon(name)
        whole: dict[str, int] = {}
        for segment in self._segments:
            for term, count in segment.lexicon(name).items():
                whole[term] = whole.get(term, 0) + count
        return whole

    def _kept(self, key: object, find: Any) -> Term:
        """Give what was found before, or find it and keep it, forgetting the longest unused."""
        with self._lock:
            found = self._terms.get(key)
            if found is not None:
                self._terms.move_to_end(key)
                return found
        made: Term = find()
        with self._lock:
            self._terms[key] = made
            self._bytes += made[0].nbytes + made[1].nbytes
            while self._bytes > _KEPT_BYTES and len(self._terms) > 1:
                _key, (ids, weights, _most) = self._terms.popitem(last=False)
                self._bytes -= ids.nbytes + weights.nbytes
        return made
