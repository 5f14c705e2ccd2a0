"""The words of titles: mending single typing mistakes, and writing terms as people do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from marketplace.search.analysis import terms

_SHORTEST = 4


class Vocabulary:
    """Knows the words of titles, and which of them somebody meant.

    It has every word with one letter left out (SymSpell's idea). What it learned it keeps; forgetting is not worth it.
    """

    def __init__(self) -> None:
        self._often: dict[str, int] = {}
        self._without: dict[str, list[str]] = defaultdict(list)
        self._spoken: dict[str, str] = {}
        self._learned: set[str] = set()
        self._corrected: dict[str, str] = {}

    def learn(self, source: str, words: Mapping[str, int], beginnings: Iterable[str]) -> None:
        """Add the words of a source, with how many titles have them, and beginnings of its titles as they are written.

        Each source is learned once.
        """
        if source in self._learned:
            return
        self._learned.add(source)
        self._corrected = {}
        for word, often in words.items():
            if word not in self._often and len(word) >= _SHORTEST and word.isalpha():
                for shorter in _one_left_out(word):
                    self._without[shorter].append(word)
            self._often[word] = self._often.get(word, 0) + often
        for word in {word for written in beginnings for word in written.split()}:
            for term in terms(word):
                self._spoken.setdefault(term, word)

    def spoken(self, term: str) -> str:
        """Give a term as people write it."""
        return self._spoken.get(term, term)

    def correct(self, word: str) -> str:
        """Give the known word that is one mistake away, or the word itself: the commonest of those with its first letter."""
        found = self._corrected.get(word)
        if found is None:
            found = self._corrected[word] = self._nearest(word)
        return found

    def _nearest(self, word: str) -> str:
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
