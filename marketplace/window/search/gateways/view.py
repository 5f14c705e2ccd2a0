"""An index at one moment, as arrays: columns side by side, and what each term counts for each listing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.window.search import ranking
from marketplace.window.search.gateways.segments import KEY_BYTES, NOTHING, Ids, IndexSegment, Mask, Numbers, Weights
from marketplace.window.search.gateways.whoosh_index import COLUMNS, mark_of

_KEPT_BYTES = 48 * 1024 * 1024
Term = tuple[Ids, Weights, float]  # ascending listings' places, what it counts there, and the most it could count


class View:
    """All segments of one commit, as if they were one. Deleted documents are left out of everything it gives."""

    def __init__(self, segments: Sequence[tuple[IndexSegment, Any]], names: dict[str, list[str]]) -> None:
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
        words = self.columns["words"].astype(np.float32)
        self._relative_length: Weights = words / max(float(words.sum()) / max(self.size, 1), 1.0)
        self._whole = bool(self.alive.all())
        self._terms: OrderedDict[object, Term] = OrderedDict()
        self._bytes = 0
        self._values: dict[str, tuple[list[str], NDArray[np.int16]]] = {}
        self._said_pairs: dict[str, tuple[list[str], Ids, NDArray[np.int16]]] = {}
        self._lock = threading.Lock()

    def _everywhere(self, name: str, term: str) -> tuple[Ids, Weights]:
        if len(self._segments) == 1:
            ids, weights = self._segments[0].postings(name, term)
        else:
            found = [segment.postings(name, term) for segment in self._segments]
            starts = self._starts.tolist()
            ids = np.concatenate([NOTHING[0], *(one[0] + np.int32(s) for one, s in zip(found, starts, strict=False))])
            weights = np.concatenate([NOTHING[1], *(one[1] for one in found)])
        if self._whole:
            return ids, weights
        living = self.alive[ids]
        return ids[living], weights[living]

    def term(self, alternatives: tuple[str, ...]) -> Term:
        """What a word, or any word that means the same, counts for each listing that says it."""
        return self._kept(alternatives, lambda: self._count(alternatives))

    def _count(self, alternatives: tuple[str, ...]) -> Term:
        ids, counts = self._said(alternatives[0])
        for other in alternatives[1:]:
            whole = np.zeros(self.size, dtype=np.float32)
            whole[ids] = counts
            more, often = self._said(other)
            whole[more] = np.maximum(whole[more], often)
            ids = np.flatnonzero(whole).astype(np.int32)
            counts = whole[ids]
        rarity = ranking.rarity(self.living, len(ids))
        most = rarity * (ranking.TITLE_WEIGHT + ranking.TEXT_WEIGHT)
        return ids, counts * np.float32(rarity), most

    def _said(self, term: str) -> tuple[Ids, Weights]:
        """Which listings say a term, and what that counts but for its rarity. Texts hold all that titles say."""
        ids, often = self._everywhere("text", term)
        counts = ranking.TEXT_WEIGHT * ranking.saturated(often)
        titles, often = self._everywhere("title", term)
        if len(titles):
            counts[np.searchsorted(ids, titles)] += ranking.TITLE_WEIGHT * ranking.saturated(
                often, self._relative_length[titles]
            )
        return ids, counts

    def described(self, alternatives: tuple[str, ...]) -> Term:
        """What a word, or any word that means the same, counts for each listing whose description says it."""
        return self._kept(("described", alternatives), lambda: self._count_described(alternatives))

    def _count_described(self, alternatives: tuple[str, ...]) -> Term:
        found = [self._everywhere("described", term) for term in alternatives]
        ids, counts = found[0][0], ranking.saturated(found[0][1])
        for more, often in found[1:]:
            whole = np.zeros(self.size, dtype=np.float32)
            whole[ids] = counts
            whole[more] = np.maximum(whole[more], ranking.saturated(often))
            ids = np.flatnonzero(whole).astype(np.int32)
            counts = whole[ids]
        rarity = ranking.rarity(self.living, max(len(ids), len(self.term(alternatives)[0])))
        return ids, counts * np.float32(rarity * ranking.DESCRIPTION_WEIGHT), rarity * ranking.DESCRIPTION_WEIGHT

    def headed(self, ids: Ids, alternatives: tuple[str, ...]) -> Mask:
        """Which listings' titles begin with a word, or with any word that means the same."""
        heads = self.columns["head"][ids]
        begins: Mask = heads == mark_of(alternatives[0])
        for other in alternatives[1:]:
            begins |= heads == mark_of(other)
        return begins

    def alone(self, alternatives: tuple[str, ...], standing: Weights, facts: object) -> tuple[Ids, Weights]:
        """The listings that say one word, with all their points: nothing else is asked, so they can be kept whole.

        `facts` is the key of what the standing was made from.
        """

        def add_up() -> Term:
            ids, counts, most = self.term(alternatives)
            points = counts * np.float32(ranking.WORDS.points / most if most else 0) + standing[ids]
            points += self.headed(ids, alternatives) * np.float32(ranking.HEAD.points)
            return ids, points, most

        return self._kept(("alone", alternatives, facts), add_up)[:2]

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

    def having_mask(self, attribute: str, value: str) -> Mask:
        """Which listings say a value of an attribute of which they may say several."""
        mask = np.zeros(self.size, dtype=bool)
        mask[self.having("said", f"{attribute}={value}")] = True
        return mask

    def several_of(self, attribute: str, ids: Ids) -> dict[str, int]:
        """Of an attribute of which listings may say several values: how many of some listings say each."""
        values, where, which = self._pairs(attribute)
        among = np.zeros(self.size, dtype=bool)
        among[ids] = True
        counts = np.bincount(which[among[where]], minlength=len(values)).tolist()
        return dict(zip(values, counts, strict=True))

    def _pairs(self, attribute: str) -> tuple[list[str], Ids, NDArray[np.int16]]:
        """Every value that some listing says of an attribute; and, pair by pair, where it is said and which of them it is."""
        with self._lock:
            found = self._said_pairs.get(attribute)
        if found is None:
            beginning = f"{attribute}="
            values = sorted(term[len(beginning) :] for term in self.lexicon("said") if term.startswith(beginning))
            places = [self.having("said", beginning + value) for value in values]
            which = np.repeat(np.arange(len(values), dtype=np.int16), [len(one) for one in places])
            found = self._said_pairs[attribute] = (values, np.concatenate([NOTHING[0], *places]), which)
        return found

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

    def standing_of(self, *columns: str) -> dict[int, tuple[int, ...]]:
        """Give some columns of every listing, by its number."""
        numbers = self.columns["listing"][self.alive].tolist()
        values = zip(*(self.columns[name][self.alive].tolist() for name in columns), strict=True)
        return dict(zip(numbers, values, strict=True))

    def lexicon(self, name: str) -> dict[str, int]:
        """Every term of a field, with how many documents had it when they were written."""
        if len(self._segments) == 1:
            return self._segments[0].lexicon(name)
        whole: dict[str, int] = {}
        for segment in self._segments:
            for term, count in segment.lexicon(name).items():
                whole[term] = whole.get(term, 0) + count
        return whole

    def phrases(self, parts: Sequence[str], most: int) -> list[str]:
        """Beginnings of titles, as written, in which for each part some word begins with it: the commonest first."""
        found = {phrase for segment in self._segments for phrase in segment.phrases.beginning(parts, most)}
        often = {one: sum(segment.lexicon("beginning").get(one, 0) for segment in self._segments) for one in found}
        written = sorted((-count, phrase.partition("\t")[2]) for phrase, count in often.items())
        return [phrase for _count, phrase in written[:most]]

    def _kept(self, key: object, find: Callable[[], Term]) -> Term:
        """Give what was found before, or find it and keep it, forgetting what was found first when there is too much."""
        found = self._terms.get(key)
        if found is not None:
            return found
        made = find()
        with self._lock:
            self._terms[key] = made
            self._bytes += made[0].nbytes + made[1].nbytes + KEY_BYTES
            while self._bytes > _KEPT_BYTES and len(self._terms) > 1:
                _key, (ids, weights, _most) = self._terms.popitem(last=False)
                self._bytes -= ids.nbytes + weights.nbytes + KEY_BYTES
        return made
