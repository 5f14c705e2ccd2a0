"""Mending single typing mistakes: a dictionary of every word with one letter left out (SymSpell's idea)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

_SHORTEST = 4


class Spelling:
    """Knows the words of titles, and which of them somebody meant."""

    def __init__(self) -> None:
        self._often: dict[str, int] = {}
        self._without: dict[str, list[str]] = defaultdict(list)
        self._learned: set[str] = set()

    def learn(self, source: str, words: Mapping[str, int]) -> None:
        """Add the words of a source, with how many titles have them. Each source is learned once."""
        if source in self._learned:
            return
        self._learned.add(source)
        for word, often in words.items():
            if word not in self._often and len(word) >= _SHORTEST and word.isalpha():
                for shorter in _one_left_out(word):
                    self._without[shorter].append(word)
            self._often[word] = self._often.get(word, 0) + often

    def correct(self, word: str) -> str:
        """Give the known word that is one mistake away, or the word itself: the commonest of those with its first letter."""
        if word in self._often or len(word) < _SHORTEST or not word.isalpha():
            return word
        near = set(self._without.get(word, []))
        for shorter in _one_left_out(word):
            if shorter in self._often:
                near.add(shorter)
            near.update(self._without.get(shorter, []))
        if not near:
            return word
        return min(near, key=lambda known: (known[0] != word[0], -self._often[known], known))


def _one_left_out(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
