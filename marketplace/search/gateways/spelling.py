"""Mending single typing mistakes: a dictionary of every word with one letter left out (SymSpell's idea)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

_SHORTEST = 4


class Spelling:
    """Knows the words of titles, and which of them somebody meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._without: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._words.add(word)
            if len(word) >= _SHORTEST and word.isalpha():
                for shorter in _one_left_out(word):
                    self._without[shorter].append(word)

    def correct(self, word: str) -> str:
        """Give the known word that is one mistake away, or the word itself. First letters are seldom mistyped."""
        if word in self._words or len(word) < _SHORTEST or not word.isalpha():
            return word
        near = set(self._without.get(word, []))
        for shorter in _one_left_out(word):
            if shorter in self._words:
                near.add(shorter)
            near.update(self._without.get(shorter, []))
        if not near:
            return word
        return min(near, key=lambda known: (known[0] != word[0], abs(len(known) - len(word)), known))


def _one_left_out(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
