"""From Spanish text to terms: the one analyser, for what is indexed and for what is asked."""

from __future__ import annotations

import re
from functools import lru_cache

from marketplace.kernel.text import fold

_WORD = re.compile(r"[a-z0-9]+(?:[.\-/][a-z0-9]+)*")
STOP = frozenset(
    ["a", "al", "con", "de", "del", "el", "en", "la", "las", "los", "o", "para", "por", "sin", "su", "un", "una", "y"]
)
_SHORTEST_STEMMED = 4


@lru_cache(65536)
def stem(word: str) -> str:
    """Take plural and gender endings off a folded word, lightly (zapatos = zapato, luces = luz, camiones = camion).

    The rules of Lucene's Spanish light stemmer (Savoy).
    """
    if len(word) < _SHORTEST_STEMMED or any(letter.isdigit() for letter in word):
        return word
    if word[-1] in "oae":
        return word[:-1] if len(word) > _SHORTEST_STEMMED else word
    if word[-1] == "s":
        if word.endswith(("eses", "ces")):
            return word[:-2] if word.endswith("eses") else word[:-3] + "z"
        if word[-2] in "oae":
            short = word[:-2]
            return short if len(short) >= _SHORTEST_STEMMED - 1 else word[:-1]
    return word


def words(text: str) -> list[str]:
    """Split a text into folded words, leaving out the commonest."""
    return [word for word in _WORD.findall(fold(text)) if word not in STOP]


def terms(text: str) -> list[str]:
    """Give the terms of a text. `AB-123` is found as typed, in parts, and as `ab123`."""
    found = []
    for word in words(text):
        parts = re.split(r"[.\-/]", word)
        if len(parts) > 1:
            found.append("".join(parts))
        found += [stem(part) for part in parts if part]
    return found
