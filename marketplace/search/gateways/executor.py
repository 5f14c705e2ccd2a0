"""Answers queries with NumPy over Whoosh's segments.

Segments never change, so their columns and postings are read once and kept; a commit costs only its new segments. Only
Whoosh's public reader is used. `Searcher.refresh()` is never called: it brings deleted documents back.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.catalog.taxonomy import BY_NUMBER
from marketplace.kernel.text import fold
from marketplace.search.analysis import stem, terms
from marketplace.search.gateways.spelling import Spelling
from marketplace.search.gateways.whoosh_index import COLUMNS, CONDITIONS, Index
from marketplace.search.rules import PRICE_STEPS, FacetCount, SearchPage, SearchQuery

Numbers = NDArray[np.int64]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CHECK_SECONDS = 0.1
_POSTINGS_KEPT = 4096
_ANSWERS_KEPT = 512
_FIELDS = {"title": 3.0, "text": 1.0}
_SATURATION = 1.2  # BM25's k1: the tenth occurrence of a word says little more than the third


class _Segment:
    """One immutable part of the index."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.size: int = reader.doc_count_all()
        self.columns = {name: self._column(name) for name in COLUMNS}
        self._postings: OrderedDict[tuple[str, str], tuple[Numbers, Scores]] = OrderedDict()

    def _column(self, name: str) -> Numbers:
        return np.fromiter(self._reader.column_reader(name), dtype=np.int64, count=self.size)

    def alive(self, reader: Any) -> Mask:
        """Which documents are not deleted, as a reader of this moment sees it."""
        mask = np.zeros(self.size, dtype=bool)
        mask[np.fromiter(reader.all_doc_ids(), dtype=np.int64)] = True
        return mask

    def postings(self, field: str, term: str) -> tuple[Numbers, Scores]:
        """Which documents have a term, and how often."""
        key = (field, term)
        found = self._postings.get(key)
        if found is None:
            found = self._postings[key] = self._read(field, term)
            if len(self._postings) > _POSTINGS_KEPT:
                self._postings.popitem(last=False)
        else:
            self._postings.move_to_end(key)
        return found

    def _read(self, field: str, term: str) -> tuple[Numbers, Scores]:
        if (field, term) not in self._reader:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        matcher = self._reader.postings(field, term)
        ids, weights = [], []
        while matcher.is_active():
            ids.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        return np.array(ids, dtype=np.int64), np.array(weights, dtype=np.float32)


@dataclass(frozen=True)
class _View:
    """The whole index at one generation: segments side by side."""

    generation: int
    segments: tuple[_Segment, ...]
    columns: dict[str, Numbers]
    alive: Mask
    brands: list[str]
    shops: list[str]
    phrases: list[tuple[str, int]]
    spoken: dict[str, str]  # a term as people write it
    spelling: Spelling

    def postings(self, field: str, term: str) -> tuple[Numbers, Scores]:
        start, ids, weights = 0, [], []
        for segment in self.segments:
            found, often = segment.postings(field, term)
            ids.append(found + start)
            weights.append(often)
            start += segment.size
        if not ids:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        return np.concatenate(ids), np.concatenate(weights)


class Executor:
    """Searches one host's index; notices new generations by itself."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._kept: dict[str, _Segment] = {}
        self._view: _View | None = None
        self._opened: Any = None
        self._checked = 0.0
        self._answers: OrderedDict[SearchQuery, SearchPage] = OrderedDict()

    def available(self) -> bool:
        """Whether there is an index to search."""
        return self._view is not None or self._index.exists()

    def view(self) -> _View:
        """The newest generation, looked for at most ten times a second."""
        now = time.monotonic()
        if self._view is None or now - self._checked > _CHECK_SECONDS:
            self._checked = now
            files = self._index.state().get("files")
            if self._opened is None or self._opened[0] != files:
                self._opened = (files, self._index.open())
                self._kept.clear()
            generation = self._opened[1].latest_generation()
            if self._view is None or self._view.generation != generation or not self._kept:
                self._view = self._read(generation)
                self._answers.clear()
        return self._view

    def _read(self, generation: int) -> _View:
        reader = self._opened[1].reader()
        leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]  # an empty market has none
        ids = [str(leaf.segment().segment_id()) for leaf in leaves]
        kept = {key: self._kept.get(key) or _Segment(leaf) for key, leaf in zip(ids, leaves, strict=True)}
        self._kept = kept
        segments = tuple(kept.values())
        columns = {
            name: np.concatenate([segment.columns[name] for segment in segments] or [np.empty(0, dtype=np.int64)])
            for name in COLUMNS
        }
        alive = np.concatenate(
            [segment.alive(leaf) for segment, leaf in zip(segments, leaves, strict=True)] or [np.empty(0, dtype=bool)]
        )
        state = self._index.state()
        phrases = sorted(state.get("phrases", {}).items(), key=lambda item: -item[1])
        spelling = Spelling(term.decode() if isinstance(term, bytes) else term for term in reader.lexicon("title"))
        spoken = {stem(fold(word)): word for phrase, _ in reversed(phrases) for word in phrase.split()}
        return _View(generation, segments, columns, alive, state["brands"], state["shops"], phrases, spoken, spelling)

    def search(self, query: SearchQuery) -> SearchPage:
        """Answer a query; the same one at the same generation is answered from memory."""
        view = self.view()
        found = self._answers.get(query)
        if found is None:
            found = self._answers[query] = _answer(view, query)
            if len(self._answers) > _ANSWERS_KEPT:
                self._answers.popitem(last=False)
        return found

    def suggest(self, typed: list[str], most: int) -> list[str]:
        """Offer beginnings of titles whose words begin with what was typed, the commonest first."""
        found = []
        for phrase, _ in self.view().phrases:
            spoken = phrase.split()
            if all(any(fold(word).startswith(part) for word in spoken) for part in typed):
                found.append(phrase)
                if len(found) == most:
                    break
        return found


def _answer(view: _View, query: SearchQuery) -> SearchPage:
    asked = list(dict.fromkeys(terms(query.text)))
    corrected = None
    if asked:
        meant = [view.spelling.correct(term) for term in asked]
        if meant != asked:
            corrected, asked = " ".join(view.spoken.get(term, term) for term in meant), meant
        candidates, scores = _match(view, asked)
    else:
        candidates = np.flatnonzero(view.alive)
        scores = view.columns["sold"][candidates].astype(np.float32)
        if query.text.strip():
            candidates, scores = candidates[:0], scores[:0]
    tests = _filters(view, query, candidates)
    every = np.ones(len(candidates), dtype=bool)
    for test in tests.values():
        every &= test
    chosen, chosen_scores = candidates[every], scores[every]
    page = _order(view, query, chosen, chosen_scores)[query.offset : query.offset + query.limit]
    return SearchPage(
        numbers=view.columns["listing"][page].tolist(),
        total=len(chosen),
        facets=_facets(view, query, candidates, tests),
        corrected=corrected,
    )


def _match(view: _View, asked: list[str]) -> tuple[Numbers, Scores]:
    """Find what has every term; where nothing has, what has the most of them."""
    size = len(view.alive)
    scores = np.zeros(size, dtype=np.float32)
    count = np.zeros(size, dtype=np.int16)
    living = max(int(view.alive.sum()), 1)
    for term in asked:
        has = np.zeros(size, dtype=bool)
        found = {field: view.postings(field, term) for field in _FIELDS}
        for ids, _ in found.values():
            has[ids] = True
        rarity = float(np.log1p((living + 1) / (int(has.sum()) + 0.5)))
        for field, (ids, often) in found.items():
            scores[ids] += rarity * _FIELDS[field] * often / (often + _SATURATION)
        count += has
    count[~view.alive] = 0
    most = int(count.max()) if size else 0
    ids = np.flatnonzero(count == most) if most else np.empty(0, dtype=np.int64)
    return ids, scores[ids]


def _filters(view: _View, query: SearchQuery, ids: Numbers) -> dict[str, Mask]:
    """One test for each filter in use, over the candidates."""
    column = {name: view.columns[name] for name in COLUMNS}
    tests: dict[str, Mask] = {}
    if query.category is not None:
        wanted = query.category
        tests["category"] = (
            (column["leaf"][ids] == wanted) | (column["middle"][ids] == wanted) | (column["top"][ids] == wanted)
        )
    if query.brands:
        tests["brand"] = np.isin(column["brand"][ids], _numbers(view.brands, query.brands))
    if query.shops:
        tests["shop"] = np.isin(column["shop"][ids], _numbers(view.shops, query.shops))
    if query.conditions:
        tests["condition"] = np.isin(column["condition"][ids], _numbers(list(CONDITIONS), query.conditions))
    if query.price_from is not None or query.price_to is not None:
        price = column["price"][ids]
        tests["price"] = (price >= (query.price_from or 0)) & (price <= (query.price_to or np.iinfo(np.int64).max))
    if query.in_stock:
        tests["in_stock"] = column["available"][ids] > 0
    if query.free_shipping:
        tests["free_shipping"] = column["free"][ids] > 0
    return tests


def _numbers(names: list[str], wanted: tuple[str, ...]) -> list[int]:
    return [names.index(name) for name in wanted if name in names] or [-1]


def _order(view: _View, query: SearchQuery, ids: Numbers, scores: Scores) -> Numbers:
    """Sort candidates; sold-out ones come last when sorting by relevance. The listing number settles ties."""
    listing = view.columns["listing"][ids]
    match query.sort:
        case "price":
            keys = view.columns["price"][ids]
        case "price_down":
            keys = -view.columns["price"][ids]
        case "newest":
            keys = -view.columns["published"][ids]
        case _:
            sold_out = view.columns["available"][ids] == 0
            return ids[np.lexsort((listing, -scores, sold_out))]
    return ids[np.lexsort((listing, keys))]


def _facets(view: _View, query: SearchQuery, ids: Numbers, tests: dict[str, Mask]) -> dict[str, list[FacetCount]]:
    """Count each facet under all the other filters, so that a count is what a click would give."""

    def left(but: str) -> Numbers:
        keep = np.ones(len(ids), dtype=bool)
        for name, test in tests.items():
            if name != but:
                keep &= test
        return ids[keep]

    def counts(name: str, names: list[str]) -> list[FacetCount]:
        numbers = np.bincount(view.columns[name][left(name)], minlength=len(names))
        return sorted((FacetCount(n, int(c)) for n, c in zip(names, numbers, strict=False) if c), key=_most)

    price = view.columns["price"][left("price")]
    buckets = np.bincount(np.searchsorted(PRICE_STEPS, price), minlength=len(PRICE_STEPS) + 1)
    return {
        "category": _category_counts(view, query, left("category")),
        "brand": counts("brand", view.brands),
        "shop": counts("shop", view.shops),
        "condition": counts("condition", list(CONDITIONS)),
        "price": [FacetCount(str(number), int(count)) for number, count in enumerate(buckets) if count],
        "in_stock": [FacetCount("1", int((view.columns["available"][left("in_stock")] > 0).sum()))],
        "free_shipping": [FacetCount("1", int((view.columns["free"][left("free_shipping")] > 0).sum()))],
    }


def _category_counts(view: _View, query: SearchQuery, ids: Numbers) -> list[FacetCount]:
    """Count the categories one step below the chosen one; at the top, the top ones."""
    chosen = BY_NUMBER.get(query.category or 0)
    if chosen is None:
        name = "top"
    elif chosen.parent is None:
        name = "leaf"
        ids = ids[view.columns["top"][ids] == chosen.number]
    else:
        name = "leaf"
    numbers = np.bincount(view.columns[name][ids], minlength=1)
    return sorted(
        (FacetCount(BY_NUMBER[n].code, int(c)) for n, c in enumerate(numbers) if c and n in BY_NUMBER), key=_most
    )


def _most(count: FacetCount) -> tuple[int, str]:
    return -count.count, count.value
