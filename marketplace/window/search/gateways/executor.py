"""Answers queries with NumPy over an index's columns and postings.

Segments never change, so what is read of them is kept; a commit costs only its new segments. `Searcher.refresh()` is never
called: in Whoosh's later forks it brings deleted documents back.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from marketplace.kernel.analysis import spelled_out, stem, understand
from marketplace.window.search import ranking
from marketplace.window.search.gateways.facets import count
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.gateways.filters import tests_of
from marketplace.window.search.gateways.matching import Asked, Found, Lasting, is_said, match, words_of
from marketplace.window.search.gateways.segments import Ids, IndexSegment, Weights
from marketplace.window.search.gateways.view import View
from marketplace.window.search.gateways.vocabulary import Vocabulary
from marketplace.window.search.gateways.whoosh_index import COLUMNS, Index
from marketplace.window.search.gateways.wordlist import is_known
from marketplace.window.search.rules import RankingReason, SearchPage, SearchQuery

_CHECK_SECONDS = 0.1
_ANSWERS_KEPT = 2048
_WARMED = 500  # words
_SOLD_OUT = np.float32(-1000)


@dataclass(frozen=True)
class _Standing:
    """What shops' facts and sales give each listing, for as long as neither changes."""

    view: View
    facts: object  # their key
    parts: dict[ranking.RankingSignal, Weights]
    whole: Weights


class Executor:
    """Searches one host's index; notices new commits by itself. Any number of threads may ask at once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._view: View | None = None
        self._mark: object = None
        self._checked = 0.0
        self._segments: dict[str, IndexSegment] = {}
        self._vocabulary = Vocabulary()
        self._standing: _Standing | None = None
        self._answers: OrderedDict[tuple[object, ...], SearchPage] = OrderedDict()

    def available(self) -> bool:
        """Whether there is an index to search, and somebody who lets it follow the database."""
        return (self._view is not None or self._index.exists()) and not self._index.is_left_behind()

    def view(self) -> View:
        """The newest commit, looked for at most ten times a second."""
        now = time.monotonic()
        if self._view is None or now - self._checked > _CHECK_SECONDS:
            with self._lock:
                self._checked = now
                mark = self._index.mark()
                if self._view is None or mark != self._mark:
                    first = self._view is None
                    self._view, self._mark = self._read(), mark
                    self._answers.clear()
                    if first:
                        threading.Thread(target=warm, args=(self._view,), daemon=True).start()
        return self._view

    def _read(self) -> View:
        files = self._index.files()
        leaves = [leaf for leaf, _start in self._index.open().reader().leaf_readers() if leaf.doc_count_all()]
        ids = [str(leaf.segment().segid) for leaf in leaves]
        self._segments = {
            key: self._segments.get(key) or IndexSegment(leaf, COLUMNS, files)
            for key, leaf in zip(ids, leaves, strict=True)
        }
        for key, segment in self._segments.items():
            beginnings = (phrase.partition("\t")[2] for phrase in segment.lexicon("beginning"))
            self._vocabulary.learn(key, segment.lexicon("spelled"), beginnings)
        return View(list(zip(self._segments.values(), leaves, strict=True)), self._index.names())

    def search(self, query: SearchQuery, facts: RankingFacts) -> SearchPage:
        """Answer a query; the same one at the same commit and facts is answered from memory."""
        view = self.view()
        key = (query, facts.key, facts.place)
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = self.answer(view, query, facts)
            while len(self._answers) > _ANSWERS_KEPT:
                self._answers.popitem(last=False)
        return found

    def answer(self, view: View, query: SearchQuery, facts: RankingFacts) -> SearchPage:
        """Answer a query from the index itself."""
        asked = self._understood(view, query, facts)
        ids, points, exact = _found(view, query, asked, self.standing(view, facts))
        tests = tests_of(view, query, ids, facts) if query.is_filtered else {}
        if not query.text.strip():
            tests.pop("category", None)  # the candidates are those of the category already
        chosen, chosen_points = ids, points
        if tests:
            every = np.logical_and.reduce(list(tests.values())) if len(tests) > 1 else next(iter(tests.values()))
            chosen, chosen_points = ids[every], points[every]
            exact = int(np.count_nonzero(every[:exact]))
        page = _pages(view, query, Found(chosen, chosen_points, exact), facts)
        return SearchPage(
            numbers=view.columns["listing"][page].tolist(),
            total=len(chosen),
            exact=exact,
            facets=count(view, query, ids, tests, facts),
            corrected=asked.corrected,
            meant=asked.meant,
            unsaid=asked.unsaid,
        )

    def _understood(self, view: View, query: SearchQuery, facts: RankingFacts) -> Asked:
        """What a text asks for. A word is mended where nothing at all is found, and only where it is no word."""
        meant = understand(query.text, facts.synonyms)
        said = tuple(word for word in meant.words if is_said(view, word))
        if len(said) == len(meant.words):
            return Asked(said)
        unsaid = [pair for pair in zip(meant.words, meant.typed, strict=True) if pair[0] not in said]
        asked = Asked(said, unsaid=tuple(typed for _word, typed in unsaid))
        guesses = {word[0]: self._vocabulary.guess(typed, word[0]) for word, typed in unsaid}
        better = {term: guess.term for term, guess in guesses.items() if guess}
        if query.literally or not better:
            return asked
        reading = meant.reads(better, self._vocabulary.spoken)
        mended = {term: (new, *facts.synonyms.get(new, ())) for term, new in better.items()}
        if said:
            hoped = tuple(mended[word[0]] for word, _typed in unsaid if word[0] in mended)
            first = mended.get(meant.words[0][0])
            return replace(asked, hoped=hoped, first=first, meant=reading)
        if all(guess is None or guess.is_sure for guess in guesses.values()):
            words = tuple(word for word in mended.values() if is_said(view, word))
            still = tuple(typed for word, typed in unsaid if word[0] not in mended)
            return Asked(words, corrected=reading, unsaid=still) if words else asked
        return replace(asked, meant=reading)

    def standing(self, view: View, facts: RankingFacts) -> _Standing:
        """The points that do not depend on what is asked: sales, the shop's facts, today's lot of new shops."""
        kept = self._standing
        if kept is not None and kept.view is view and kept.facts == facts.key:
            return kept
        known = [facts.shops.get(name) for name in view.names["shop"]]
        of = view.columns["shop"]
        is_new = _by_shop([float(fact is not None and fact.is_new) for fact in known], of) > 0
        parts = {
            ranking.SOLD: ranking.sold(view.columns["sold"]),
            ranking.ON_TIME: _by_shop([ranking.on_time(fact.on_time_bp if fact else None) for fact in known], of),
            ranking.REPLY: _by_shop([ranking.reply(fact.reply_minutes if fact else None) for fact in known], of),
            ranking.EXPLORING: ranking.exploring(view.columns["listing"], is_new, facts.day),
        }
        # What cannot be bought comes after all that can.
        away = np.where(view.columns["available"] == 0, _SOLD_OUT, np.float32(0))
        whole: Weights = np.add.reduce([*parts.values(), away], dtype=np.float32)
        self._standing = _Standing(view, facts.key, parts, whole)
        return self._standing

    def reasons(
        self, query: SearchQuery, facts: RankingFacts, numbers: Sequence[int]
    ) -> dict[int, list[RankingReason]]:
        """Say, for each of some results, how many points each signal gave it."""
        view = self.view()
        asked = self._understood(view, query, facts)
        parts = self.standing(view, facts).parts
        places = np.flatnonzero(np.isin(view.columns["listing"], numbers) & view.alive).astype(np.int32)
        found = {}
        for place in places.tolist():
            share, head = words_of(view, asked, place)
            points = {
                ranking.WORDS: ranking.WORDS.points * share,
                ranking.HEAD: head,
                **{signal: float(part[place]) for signal, part in parts.items()},
            }
            number = int(view.columns["listing"][place])
            found[number] = [RankingReason(signal.code, points[signal], signal.points) for signal in ranking.SIGNALS]
        return found

    def suggest(self, typed: str, most: int) -> list[str]:
        """Offer beginnings of titles whose words begin with what was typed, the commonest first.

        Where nothing begins so, what may have been meant is offered.
        """
        parts = spelled_out(typed).split()
        view = self.view()
        found = view.phrases(parts, most)
        if not found:
            guesses = [self._vocabulary.guess(part, stem(part)) for part in parts]
            meant = [guess.term if guess else part for guess, part in zip(guesses, parts, strict=True)]
            found = view.phrases(meant, most)
        return found

    def brands(self, typed: str, most: int) -> list[str]:
        """Offer brands with words that begin with what was typed, those with most listings first."""
        view = self.view()
        parts = spelled_out(typed).split()
        names = [(number, name) for number, name in enumerate(view.names["brand"]) if begin(name, parts)]
        if not names:
            return []
        often = np.bincount(view.columns["brand"][view.alive], minlength=len(view.names["brand"]))
        known = sorted((-int(often[number]), name) for number, name in names if name and often[number])
        return [name for _often, name in known[:most]]


def begin(name: str, parts: Sequence[str]) -> bool:
    """Whether for each part, folded, some word of a name begins with it."""
    words = _words(name)
    return bool(parts) and all(any(word.startswith(part) for word in words) for part in parts)


@lru_cache(8192)
def _words(name: str) -> list[str]:
    return spelled_out(name).split()


def warm(view: View) -> None:
    """Read what is asked most before it is asked: the commonest words and beginnings of titles. Later commits find it kept."""
    view.phrases([""], 1)
    is_known("")
    words = sorted(view.lexicon("spelled").items(), key=lambda word: -word[1])
    for word, _often in words[:_WARMED]:
        view.term((stem(word),))


def read_through(index: Index) -> None:
    """Read an index anew: its state, columns, words and commonest terms. Raises whatever what is garbled raises."""
    warm(Executor(index)._read())


def _by_shop(points: Sequence[float], shops: Any) -> Weights:
    given: Weights = np.array([*points, 0.0], dtype=np.float32)[np.minimum(shops, len(points))]
    return given


def _found(view: View, query: SearchQuery, asked: Asked, standing: _Standing) -> Found:
    """The listings that a text asks for (without one: those of the category), with their points."""
    if query.text.strip():
        return match(view, asked, Lasting(standing.whole, standing.facts))
    ids = view.below(query.category) if query.category is not None else view.everything
    return Found(ids, standing.whole[ids], len(ids))


def _pages(view: View, query: SearchQuery, found: Found, facts: RankingFacts) -> Ids:
    """The asked page of the results: those that say all of the words in their order, then the others in theirs."""
    ids, points, exact = found
    if exact == len(ids):
        return _page(view, query, ids, points, facts)
    first = _page(view, query, ids[:exact], points[:exact], facts)
    rest = replace(query, offset=max(0, query.offset - exact), limit=query.limit - len(first))
    return np.concatenate([first, _page(view, rest, ids[exact:], points[exact:], facts)])


def _page(view: View, query: SearchQuery, ids: Ids, points: Weights, facts: RankingFacts) -> Ids:
    """The asked page of the results in their order. The listing's number settles ties, so that pages never overlap."""
    match query.sort:
        case "price":
            keys: Any = view.columns["price"][ids]
        case "price_down":
            keys = -view.columns["price"][ids]
        case "landed":
            keys = facts.landed(view, ids)
        case "newest":
            keys = -view.columns["published"][ids]
        case _:
            keys = -points
    end = query.offset + query.limit
    if end < len(ids):
        last = np.partition(keys, end - 1)[end - 1]
        first = np.flatnonzero(keys <= last)  # with all that share the last place
        ids, keys = ids[first], keys[first]
    return ids[np.lexsort((view.columns["listing"][ids], keys))[query.offset : end]]
