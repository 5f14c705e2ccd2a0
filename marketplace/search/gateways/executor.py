"""Answers queries with NumPy over an index's columns and postings.

Segments never change, so what is read of them is kept; a commit costs only its new segments. `Searcher.refresh()` is never
called: in Whoosh's later forks it brings deleted documents back.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from marketplace.search import ranking
from marketplace.search.analysis import STOP, Meant, spelled_out, understand
from marketplace.search.gateways.facets import count
from marketplace.search.gateways.facts import Facts
from marketplace.search.gateways.filters import tests_of
from marketplace.search.gateways.segments import Ids, Mask, Segment, Weights
from marketplace.search.gateways.spelling import Spelling
from marketplace.search.gateways.view import View
from marketplace.search.gateways.whoosh_index import COLUMNS, Index, mark_of
from marketplace.search.rules import Reason, SearchPage, SearchQuery

_CHECK_SECONDS = 0.1
_ANSWERS_KEPT = 2048
_SOLD_OUT = np.float64(1000)  # what cannot be bought comes after all that can


@dataclass(frozen=True)
class _Standing:
    """What shops' facts and sales give each listing, for as long as neither changes."""

    key: object
    parts: dict[ranking.Factor, Weights]
    whole: Weights


class Executor:
    """Searches one host's index; notices new commits by itself. Any number of threads may ask at once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._view: View | None = None
        self._mark: object = None
        self._checked = 0.0
        self._segments: dict[str, Segment] = {}
        self._spelling = Spelling()
        self._spelled: set[str] = set()
        self._standing: _Standing | None = None
        self._answers: OrderedDict[tuple[object, ...], SearchPage] = OrderedDict()

    def available(self) -> bool:
        """Whether there is an index to search."""
        return self._view is not None or self._index.exists()

    def view(self) -> View:
        """The newest commit, looked for at most ten times a second."""
        now = time.monotonic()
        if self._view is None or now - self._checked > _CHECK_SECONDS:
            with self._lock:
                self._checked = now
                mark = self._index.mark()
                if self._view is None or mark != self._mark:
                    self._view, self._mark = self._read(), mark
                    self._answers.clear()
        return self._view

    def _read(self) -> View:
        leaves = [leaf for leaf, _start in self._index.open().reader().leaf_readers() if leaf.doc_count_all()]
        ids = [str(leaf.segment().segid) for leaf in leaves]
        self._segments = {
            key: self._segments.get(key) or Segment(leaf, COLUMNS) for key, leaf in zip(ids, leaves, strict=True)
        }
        return View(list(zip(self._segments.values(), leaves, strict=True)), self._index.names())

    def search(self, query: SearchQuery, facts: Facts) -> SearchPage:
        """Answer a query; the same one at the same commit and facts is answered from memory."""
        view = self.view()
        key = (query, facts.key, facts.place)
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = self.answer(view, query, facts)
            while len(self._answers) > _ANSWERS_KEPT:
                self._answers.popitem(last=False)
        return found

    def answer(self, view: View, query: SearchQuery, facts: Facts) -> SearchPage:
        """Answer a query from the index itself."""
        meant, corrected = self._understood(view, query, facts)
        groups = [view.term(alternatives) for alternatives in meant.words]
        standing = self.standing(view, facts)
        if groups:
            ids, words = _all_of(groups) or _most_of(view, groups)
            best = sum(most for *_rest, most in groups)
            scores = words * np.float32(ranking.WORDS.points / best) + standing.whole[ids]
            scores += _head(view, ids, meant)
        elif query.text.strip():
            ids, scores = view.everything[:0], standing.whole[:0]
        else:
            ids = view.below(query.category) if query.category is not None else view.everything
            scores = standing.whole[ids]
        tests = tests_of(view, query, ids, facts)
        every = _all(tests.values(), len(ids))
        chosen, points = (ids, scores) if every is None else (ids[every], scores[every])
        page = _page(view, query, chosen, points, facts)
        return SearchPage(
            numbers=view.columns["listing"][page].tolist(),
            total=len(chosen),
            facets=count(view, query, ids, tests),
            corrected=corrected,
        )

    def _understood(self, view: View, query: SearchQuery, facts: Facts) -> tuple[Meant, str | None]:
        """What a text means, with words nobody says mended; and how it reads mended, where it was."""
        meant = understand(query.text, facts.synonyms)
        if query.literally:
            return meant, None
        mended: dict[str, str] = {}
        for alternatives in meant.words:
            if len(alternatives) == 1 and not len(view.term(alternatives)[0]):
                better = self._spelling_of(view).correct(alternatives[0])
                if better != alternatives[0]:
                    mended[alternatives[0]] = better
        if not mended:
            return meant, None
        return meant.mended(mended), meant.reads(mended, self._spoken(view))

    def _spelling_of(self, view: View) -> Spelling:
        """Every word of every title. Words are learned as segments come; forgetting is not worth it."""
        with self._lock:
            for key, segment in self._segments.items():
                if key not in self._spelled:
                    self._spelling.learn(segment.lexicon("title"))
                    self._spelled.add(key)
        return self._spelling

    def _spoken(self, view: View) -> dict[str, str]:
        """Terms as people write them, from the beginnings of titles."""
        spoken: dict[str, str] = {}
        for phrase in view.lexicon("beginning"):
            written = phrase.partition("\t")[2]
            for word in written.split():
                for alternatives in understand(word).words:
                    spoken.setdefault(alternatives[0], word)
        return spoken

    def standing(self, view: View, facts: Facts) -> _Standing:
        """The points that do not depend on what is asked: sales, the shop's facts, today's lot of new shops."""
        key = (id(view), facts.key)
        kept = self._standing
        if kept is not None and kept.key == key:
            return kept
        known = [facts.shops.get(name) for name in view.names["shop"]]
        of = view.columns["shop"]
        parts = {
            ranking.SOLD: ranking.sold(view.columns["sold"]),
            ranking.ON_TIME: _by_shop([ranking.on_time(f.on_time_bp if f else None) for f in known], of),
            ranking.REPLY: _by_shop([ranking.reply(f.reply_minutes if f else None) for f in known], of),
            ranking.EXPLORING: ranking.exploring(
                view.columns["listing"], _by_shop([float(bool(f and f.is_new)) for f in known], of) > 0, facts.day
            ),
        }
        whole: Weights = np.add.reduce(list(parts.values()), dtype=np.float32)
        self._standing = _Standing(key, parts, whole)
        return self._standing

    def reasons(self, query: SearchQuery, facts: Facts, numbers: Sequence[int]) -> dict[int, list[Reason]]:
        """Say, for each of some results, how many points each factor gave it."""
        view = self.view()
        meant, _corrected = self._understood(view, query, facts)
        groups = [view.term(alternatives) for alternatives in meant.words]
        parts = self.standing(view, facts).parts
        best = sum(most for *_rest, most in groups)
        places = {int(view.columns["listing"][place]): int(place) for place in view.everything} if numbers else {}
        found = {}
        for number in numbers:
            if number not in places:
                continue
            place = places[number]
            ids = np.array([place], dtype=np.int32)
            said = [(float(counts[at]) if at < len(of) and of[at] == place else 0.0)
                    for of, counts, _most in groups for at in [int(np.searchsorted(of, place))]]  # fmt: skip
            points = {
                ranking.WORDS: ranking.WORDS.points * sum(said) / best if best else 0.0,
                ranking.HEAD: float(_head(view, ids, meant)[0]) if groups else 0.0,
                **{factor: float(part[place]) for factor, part in parts.items()},
            }
            found[number] = [Reason(factor.code, points[factor], factor.points) for factor in ranking.FACTORS]
        return found

    def suggest(self, typed: str, most: int) -> list[str]:
        """Offer beginnings of titles whose words begin with what was typed, the commonest first."""
        parts = spelled_out(typed).split()
        if not parts:
            return []
        found: list[tuple[int, str]] = []
        for phrase, often in self.view().lexicon("beginning").items():
            folded, _tab, spoken = phrase.partition("\t")
            words = folded.split()
            if words[-1] not in STOP and all(any(word.startswith(part) for word in words) for part in parts):
                found.append((-often, spoken))
        return [spoken for _often, spoken in sorted(found)[:most]]


def _by_shop(points: Sequence[float], shops: Any) -> Weights:
    given: Weights = np.array([*points, 0.0], dtype=np.float32)[np.minimum(shops, len(points))]
    return given


def _all_of(groups: Sequence[Any]) -> tuple[Ids, Weights] | None:
    """The listings that say every word, the rarest word first; None where there are none."""
    first, *others = sorted(groups, key=lambda group: len(group[0]))
    ids, scores = first[0], first[1]
    for of, counts, _most in others:
        if not len(ids):
            break
        at = np.searchsorted(of, ids)
        at[at == len(of)] = 0
        both = of[at] == ids if len(of) else np.zeros(len(ids), dtype=bool)
        ids, scores = ids[both], scores[both] + counts[at[both]]
    return (ids, scores) if len(ids) else None


def _most_of(view: View, groups: Sequence[Any]) -> tuple[Ids, Weights]:
    """The listings that say the most of the words."""
    said = np.zeros(view.size, dtype=np.int16)
    scores = np.zeros(view.size, dtype=np.float32)
    for of, counts, _most in groups:
        said[of] += 1
        scores[of] += counts
    most = int(said.max()) if view.size else 0
    ids = np.flatnonzero(said == most).astype(np.int32) if most else view.everything[:0]
    return ids, scores[ids]


def _head(view: View, ids: Ids, meant: Meant) -> Weights:
    """Points where the title's first word is the first word that was asked for."""
    marks = [mark_of(term) for term in meant.words[0]] if meant.words else []
    head = view.columns["head"][ids]
    hit = head == marks[0] if len(marks) == 1 else np.isin(head, marks)
    points: Weights = np.where(hit, np.float32(ranking.HEAD.points), np.float32(0))
    return points


def _all(masks: Any, size: int) -> Mask | None:
    every: Mask | None = None
    for mask in masks:
        every = mask if every is None else every & mask
    return every


def _page(view: View, query: SearchQuery, ids: Ids, points: Weights, facts: Facts) -> Ids:
    """The asked page of the results in their order. The listing's number settles ties, so that pages never overlap."""
    listing = view.columns["listing"][ids]
    match query.sort:
        case "price":
            keys = view.columns["price"][ids].astype(np.float64)
        case "price_down":
            keys = -view.columns["price"][ids].astype(np.float64)
        case "landed":
            keys = facts.landed(view, ids)
        case "newest":
            keys = -view.columns["published"][ids].astype(np.float64)
        case _:
            keys = np.round(-points.astype(np.float64), 6) + _SOLD_OUT * (view.columns["available"][ids] == 0)
    keys = keys + listing * 1e-13 if query.sort == "relevance" else keys + listing * 1e-8
    end = query.offset + query.limit
    if end < len(ids):
        first = np.argpartition(keys, end)[:end]
        ids, keys = ids[first], keys[first]
    return ids[np.argsort(keys, kind="stable")[query.offset : end]]
