"""The words of titles: mending single typing mistakes, and writing terms as people do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from marketplace.kernel.analysis import stem, terms
from marketplace.window.search.gateways.wordlist import is_known

_SHORTEST, _SHORTEST_SURE = 4, 5
_MOST_GUESSES = 10_000  # kept
_FAR_OFTENER = 3  # of two words that may be meant, one is when it is said so many times as often as the other
# First letters that sound alike: “vocina”, “selular”, “kafetera”. Who types a word gets its first letter right, or its sound.
_SOUNDS = {letter: group[0] for group in ("bv", "ckqsz", "gj", "iy") for letter in group}


class Guess(NamedTuple):
    """The term that somebody may have meant, and whether it is hardly anything else."""

    term: str
    is_sure: bool


class Vocabulary:
    """Knows the words of titles, and which of them somebody meant.

    It has every word with one letter left out (SymSpell's idea). What it learned it keeps; forgetting is not worth it.
    """

    def __init__(self) -> None:
        self._often: dict[str, int] = {}
        self._without: dict[str, list[str]] = defaultdict(list)
        self._spoken: dict[str, str] = {}
        self._learned: set[str] = set()
        self._guessed: dict[tuple[str, str], Guess | None] = {}

    def learn(self, source: str, words: Mapping[str, int], beginnings: Iterable[str]) -> None:
        """Add the folded words of a source, with how many titles have them, and beginnings of titles as they are written.

        Each source is learned once.
        """
        if source in self._learned:
            return
        self._learned.add(source)
        self._guessed = {}
        for word, often in words.items():
            for known in {word, stem(word)}:
                if known not in self._often and len(known) >= _SHORTEST and known.isalpha():
                    for shorter in _one_left_out(known):
                        self._without[shorter].append(known)
                self._often[known] = self._often.get(known, 0) + often
        for word in {word for written in beginnings for word in written.split()}:
            for term in terms(word):
                self._spoken.setdefault(term, word)

    def spoken(self, term: str) -> str:
        """Give a term as people write it."""
        return self._spoken.get(term, term)

    def guess(self, typed: str, term: str) -> Guess | None:
        """Guess the known word that is one mistake away from what was typed, or from its stem.

        Of several, the commonest that begins alike. None where there is none, and where what was typed is a word.
        """
        key, guessed = (typed, term), self._guessed
        if key not in guessed:
            is_word = is_known(typed) or is_known(term)  # “regalo-mamá” is two of them
            if len(guessed) >= _MOST_GUESSES:
                guessed = self._guessed = {}
            guessed[key] = None if is_word else self._nearest(typed) or self._nearest(term)
        return guessed[key]

    def _nearest(self, word: str) -> Guess | None:
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        near = set(self._without.get(word, []))
        for shorter in _one_left_out(word):
            if shorter in self._often:
                near.add(shorter)
            near.update(self._without.get(shorter, []))
        near = {known for known in near if is_one_mistake(word, known)}
        if not near:
            return None
        ordered = sorted(near, key=lambda known: (not _begin_alike(known, word), -self._often[known], known))
        best, *others = ordered
        rivals = [one for one in others if stem(one) != stem(best) and _begin_alike(one, word)]
        clear = all(self._often[best] >= _FAR_OFTENER * self._often[one] for one in rivals)
        return Guess(stem(best), len(word) >= _SHORTEST_SURE and _begin_alike(best, word) and clear)


def _begin_alike(one: str, other: str) -> bool:
    return _SOUNDS.get(one[0], one[0]) == _SOUNDS.get(other[0], other[0])


def _one_left_out(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def is_one_mistake(typed: str, meant: str) -> bool:
    """Whether one letter was left out, added, replaced, or swapped with the next (Damerau)."""
    if len(typed) == len(meant):
        wrong = [place for place, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            first = wrong[0]
            return typed[first] == meant[first + 1] and typed[first + 1] == meant[first]
        return len(wrong) <= 1
    short, long = sorted((typed, meant), key=len)
    return len(long) - len(short) == 1 and any(short == one for one in _one_left_out(long))
