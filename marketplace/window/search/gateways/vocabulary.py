"""The words of titles: mending single typing mistakes, and writing terms as people do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from marketplace.kernel.analysis import stem, terms

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
        """Add the folded words of a source, with how many titles have them, and beginnings of titles as they are written.

        Each source is learned once.
        """
        if source in self._learned:
            return
        self._learned.add(source)
        self._corrected = {}
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

    def correct(self, typed: str, term: str) -> str:
        """Give the term of the known word that is one mistake away from what was typed, or from its stem.

        Of several, the commonest that begins alike; the term itself where there is none.
        """
        found = self._corrected.get(typed)
        if found is None:
            found = self._corrected[typed] = self._nearest(typed) or self._nearest(term) or term
        return found

    def _nearest(self, word: str) -> str | None:
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        near = set(self._without.get(word, []))
        for shorter in _one_left_out(word):
            if shorter in self._often:
                near.add(shorter)
            near.update(self._without.get(shorter, []))
        near = {known for known in near if _is_one_mistake(word, known)}
        if not near:
            return None
        return stem(min(near, key=lambda known: (known[0] != word[0], -self._often[known], known)))


def _one_left_out(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _is_one_mistake(typed: str, meant: str) -> bool:
    """Whether one letter was left out, added, replaced, or swapped with the next (Damerau)."""
    if len(typed) == len(meant):
        wrong = [place for place, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            first = wrong[0]
            return typed[first] == meant[first + 1] and typed[first + 1] == meant[first]
        return len(wrong) <= 1
    short, long = sorted((typed, meant), key=len)
    return len(long) - len(short) == 1 and any(short == one for one in _one_left_out(long))
