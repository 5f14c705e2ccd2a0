"""Which listings some words find, and with how many points: first those that say all of them, then those that say most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from marketplace.window.search import coverage, ranking
from marketplace.window.search.gateways.segments import NOTHING, Ids, Weights
from marketplace.window.search.gateways.view import Term, View

Word = tuple[str, ...]  # the term of a word, and the others that mean the same


@dataclass(frozen=True)
class Asked:
    """What a text asks for: words that something says, what others may have meant, and what to tell who asked."""

    words: tuple[Word, ...]
    hoped: tuple[Word, ...] = ()  # may have been meant: they order what is found, and find nothing themselves
    first: Word | None = None
    corrected: str | None = None  # how the text reads that was searched for instead
    meant: str | None = None  # how it reads mended, where nobody is sure
    unsaid: tuple[str, ...] = ()  # words as they were typed that nothing says


class Lasting(NamedTuple):
    """The points that do not depend on what is asked, and what they were made from."""

    points: Weights
    facts: object


class Found(NamedTuple):
    """Listings with their points: so many of them, at the front, say all of the words."""

    ids: Ids
    points: Weights
    exact: int


def is_said(view: View, word: Word) -> bool:
    """Whether any listing says a word, be it in its description only."""
    return bool(len(view.term(word)[0]) or len(view.described(word)[0]))


def match(view: View, asked: Asked, lasting: Lasting) -> Found:
    """Find the listings that some words ask for."""
    if not asked.words:
        return Found(view.everything[:0], lasting.points[:0], 0)
    groups = [view.term(word) for word in asked.words]
    if len(groups) == 1 and not asked.hoped:
        exact, points = view.alone(asked.words[0], *lasting)
    else:
        exact, counts = _all_of(groups)
        points = _points(view, asked, groups, exact, counts, lasting)
    if len(exact) >= coverage.ENOUGH:
        return Found(exact, points, len(exact))
    others, counts = _most_of(view, asked.words, groups, exact)
    if not len(others):
        return Found(exact, points, len(exact))
    more = _points(view, asked, groups, others, counts, lasting)
    return Found(np.concatenate([exact, others]), np.concatenate([points, more]), len(exact))


def words_of(view: View, asked: Asked, place: int) -> tuple[float, float]:
    """Give what the words count for one listing, of all that they could count, and the points of its first word."""
    groups = [view.term(word) for word in asked.words]
    hoped = [view.term(word) for word in asked.hoped]
    counts = [_count_at(group, place) for group in groups]
    if not all(counts):
        described = _described(view, asked.words)
        counts = [max(count, _count_at(of, place)) for count, of in zip(counts, described, strict=True)]
    best = sum(most for *_rest, most in (*groups, *hoped))
    at = np.array([place], dtype=np.int32)
    share = (sum(counts) + sum(_count_at(group, place) for group in hoped)) / best if best else 0.0
    return share, float(_head(view, asked, at)[0]) if asked.words else 0.0


def _points(view: View, asked: Asked, groups: Sequence[Term], ids: Ids, counts: Weights, lasting: Lasting) -> Weights:
    hoped = [view.term(word) for word in asked.hoped]
    best = sum(most for *_rest, most in (*groups, *hoped))
    for of, more, _most in hoped:
        if len(of):
            at = np.searchsorted(of, ids)
            counts = counts + np.where(of.take(at, mode="clip") == ids, more.take(at, mode="clip"), np.float32(0))
    points = counts * np.float32(ranking.WORDS.points / best if best else 0)
    points += lasting.points[ids]
    points += _head(view, asked, ids)
    return points


def _head(view: View, asked: Asked, ids: Ids) -> Weights:
    """Points where the title's first word is the first word that was asked for."""
    first = asked.first or next((word for word in asked.words if not word[0][0].isdigit()), asked.words[0])
    points: Weights = view.headed(ids, first) * np.float32(ranking.HEAD.points)
    return points


def _all_of(groups: Sequence[Term]) -> tuple[Ids, Weights]:
    """The listings that say every word in their title or in what is known of them, the rarest word first."""
    first, *others = sorted(groups, key=lambda group: len(group[0]))
    ids, counts = first[0], first[1]
    for of, more, _most in others:
        if not len(ids):
            return NOTHING
        at = np.searchsorted(of, ids)
        both = of.take(at, mode="clip") == ids
        ids, counts = ids[both], counts[both] + more[at[both]]
    return ids, counts


def _most_of(view: View, words: Sequence[Word], groups: Sequence[Term], exact: Ids) -> tuple[Ids, Weights]:
    """The other listings that say most of the words, now also in their descriptions; where none do, the most that any says."""
    described = _described(view, words)
    if len(words) == 1:
        ids, counts, _most = described[0]
        if not len(ids):
            return NOTHING
        new = ~np.isin(ids, exact)
        return ids[new], counts[new]
    counted = coverage.telling([word[0] for word in words])
    said = np.zeros(view.size, dtype=np.int16)
    counts = np.zeros(view.size, dtype=np.float32)
    for n, (group, text) in enumerate(zip(groups, described, strict=True)):
        whole = np.zeros(view.size, dtype=np.float32)
        whole[group[0]] = group[1]
        whole[text[0]] = np.maximum(whole[text[0]], text[1])
        counts += whole
        if n in counted:
            said += whole > 0
    said[exact] = 0
    top = int(said.max()) if view.size else 0
    least = coverage.most(len(counted))
    if top < least and (len(exact) or not top):
        return NOTHING
    ids = np.flatnonzero(said >= min(least, top)).astype(np.int32)
    return ids, counts[ids]


def _described(view: View, words: Sequence[Word]) -> list[Term]:
    """Where descriptions say each word; nowhere, where that tells nothing."""
    found = [view.described(word) for word in words]
    return [one if coverage.tells(len(one[0]), view.living, len(words)) else (*NOTHING, 0.0) for one in found]


def _count_at(group: Term, place: int) -> float:
    ids, counts, _most = group
    at = int(np.searchsorted(ids, place))
    return float(counts[at]) if at < len(ids) and ids[at] == place else 0.0
