"""The words of Spanish and English: what somebody typed is no mistake where one of them is it.

pyspellchecker brings the lists, and nothing else of it is used. They are read when an index is warmed, or when the first
strange word is typed.
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from marketplace.kernel.analysis import stem, stem_anew
from marketplace.kernel.text import fold

_LANGUAGES = ("es", "en")
_WRITTEN = re.compile('"([^"]+)":')
# Of shops here, and in neither list.
_OURS = (
    "airfryer huipil jorongo chamoy piloncillo plastilina quinceañera refri rímel smartwatch talavera trapeador tupper"
)


def is_known(word: str) -> bool:
    """Whether a folded word, or the same one without its ending, is one of either language."""
    known = _known()
    return any(_has(known, one) for one in (word, stem(word)))


@cache
def _known() -> Any:
    """Every word and its stem, as numbers in order: two megabytes, where the words themselves would be thirty."""
    numbers = [_numbers(language) for language in _LANGUAGES]
    ours = [hash(one) for word in fold(_OURS).split() for one in (word, stem(word))]
    return np.unique(np.concatenate([*numbers, np.array(ours, dtype=np.int64)]))


def _numbers(language: str) -> Any:
    with (
        (files("spellchecker") / "resources" / f"{language}.json.gz").open("rb") as packed,
        gzip.open(packed, "rt", encoding="utf-8") as lines,
    ):
        words = (
            fold(match[1]) for match in map(_WRITTEN.search, lines) if match
        )  # one by one: as one object they take thirty megabytes
        return np.unique(
            np.fromiter((hash(form) for word in words for form in (word, stem_anew(word))), dtype=np.int64)
        )


def _has(known: Any, word: str) -> bool:
    number = hash(word)
    at = int(np.searchsorted(known, number))
    return at < len(known) and int(known[at]) == number
