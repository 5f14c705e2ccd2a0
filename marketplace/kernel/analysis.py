"""From Spanish text to terms: the one analyser, for what is indexed and for what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from marketplace.kernel.text import fold

# Counts up whenever a text gives other terms: every index is made anew, and what the database keeps is rewritten.
EDITION = "=4"
_WORD = re.compile(r"[a-z0-9]+(?:[.\-/][a-z0-9]+)*")
_PARTS = re.compile(r"[.\-/]")
# What both languages say in every sentence; “te” is not among it, for tea. After a number “in” is inches.
STOP = frozenset([
    "a", "al", "algo", "como", "con", "de", "del", "el", "en", "entre", "es", "esta", "este", "la", "las", "lo",
    "los", "me", "mi", "muy", "o", "para", "por", "que", "se", "sin", "su", "tu", "un", "una", "unas", "unos", "y",
    "an", "and", "for", "in", "of", "on", "or", "the", "to", "with",
])  # fmt: skip
# Small numbers are found in letters and in digits, and 1,000 as 1000. “Uno”, “una” and “one” are said of everything.
_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        (
            "dos two", "tres three", "cuatro four", "cinco five", "seis six", "siete seven", "ocho eight", "nueve nine",
            "diez ten", "once eleven", "doce twelve",
        ),
        2,
    )
    for word in words.split()
}  # fmt: skip
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SHORTEST_STEMMED = 4
_SHORTEST_GENDERED = 7
# What a Spanish word, or an English one, can end with once its plural is off: “flores” is one “flor”, “libres” no “libr”.
_MAY_END = re.compile(r"(?:[aeiou][dlnrsxz]|[cs]h|[aeiou]j)$")
# Endings and short words of which both genders are one word; “barro” and “barra” are two.
_GENDERED = re.compile(r"(?:[ai]d|ic|os|iv)[ao]$")
_ADJECTIVES = frozenset([
    "ancha", "bella", "blanca", "bonita", "buena", "cara", "chica", "corta", "cruda", "delgada", "fina", "gruesa",
    "larga", "lisa", "negra", "nueva", "nina", "plana", "roja", "mixta", "seca", "viva",
])  # fmt: skip
_APART = frozenset(["castana", "cubierta", "manzana", "pimienta"])  # long ones that are two all the same

# Units as people write them, by the unit they are kept in and how many of it they are.
_UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("ml", "mililitro", "mililitros"), ("ml", 1)),
    **dict.fromkeys(("l", "lt", "lts", "litro", "litros"), ("ml", 1000)),
    **dict.fromkeys(("g", "gr", "grs", "gramo", "gramos"), ("g", 1)),
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogramo", "kilogramos"), ("g", 1000)),
    **dict.fromkeys(("mm", "milimetro", "milimetros"), ("mm", 1)),
    **dict.fromkeys(("cm", "cms", "centimetro", "centimetros"), ("mm", 10)),
    **dict.fromkeys(("m", "mt", "mts", "metro", "metros"), ("mm", 1000)),
    **dict.fromkeys(("in", "pulgada", "pulgadas", "pulg", '"', "''", "′′", "”"), ("in", 1)),
    **dict.fromkeys(("w", "watt", "watts"), ("w", 1)),
    **dict.fromkeys(("v", "volt", "volts"), ("v", 1)),
    **dict.fromkeys(("gb", "gigas"), ("gb", 1)),
    "tb": ("gb", 1000), "mah": ("mah", 1), "hz": ("hz", 1), "lm": ("lm", 1),
}  # fmt: skip
_MEASURE = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)([.,]\d+)?\s?("
    + "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
    + r")(?![a-z0-9])"
)


def stem_anew(word: str) -> str:
    """Take the plural off a folded word, and the gender where both are one word (luces = luz, camiones = camion, rojas = rojo).

    Gentle: what differs by its last vowel only is mostly something else (libro, libre, libra; barro, barra). `stem`
    is the same and remembers.
    """
    if word in _NUMBERS:
        return _NUMBERS[word]
    if len(word) < _SHORTEST_STEMMED or any(letter.isdigit() for letter in word):
        return word
    word = _singular(word)
    both = len(word) >= _SHORTEST_GENDERED or word in _ADJECTIVES or _GENDERED.search(word)
    return word[:-1] + "o" if word[-1] == "a" and both and word not in _APART else word


stem = lru_cache(65536)(stem_anew)


def _singular(word: str) -> str:
    if word.endswith("ss"):
        word = word[:-1]  # English writes “express” where Spanish writes “exprés”
    if word[-1] == "s" and word[-2] not in "isu":
        word = word[:-1]
    if word[-1] == "e" and len(word) >= _SHORTEST_STEMMED:
        if word[-2] == "c" and word[-3] in "aeiou":
            return word[:-2] + "z"
        if _MAY_END.search(word[:-1]):
            word = word[:-1]
            return word[:-1] if word.endswith("es") and len(word) >= _SHORTEST_STEMMED else word
    return word


def spelled_out(text: str) -> str:
    """Fold a text and leave its words only, one space between them."""
    return " ".join(_WORD.findall(fold(text)))


@lru_cache(65536)
def _measure(whole: str, decimals: str, written: str) -> str:
    unit, factor = _UNITS[written]
    number = float(whole.replace(",", "") + decimals.replace(",", "."))
    return f"{number * factor:g}{unit}"


@lru_cache(65536)
def _of_word(word: str) -> tuple[str, ...]:
    """The terms of one folded word: `ab-123` is found as `ab123` and by its parts."""
    if word in STOP:
        return ()
    parts = [part for part in _PARTS.split(word) if part]
    joined = ["".join(parts)] if len(parts) > 1 else []
    return (*joined, *(stem(part) for part in parts))


def terms(text: str) -> list[str]:
    """Give the terms of a text that is indexed. Measures are found in any unit: 1.5 l as 1500 ml."""
    folded = _THOUSANDS.sub("", fold(text))
    found = [term for word in _WORD.findall(folded) for term in _of_word(word)]
    return found + [_measure(*measure) for measure in _MEASURE.findall(folded)]


def vector(title: str, facts: str, description: str, marks: Iterable[str]) -> str:
    """Write the terms of a text as PostgreSQL's `tsvector`: the title's weigh A, what is known B, the description's D.

    Marks are kept as they are, to be filtered by, and so is the edition.
    """
    said: list[str] = []
    for text, weight in ((title, "A"), (facts, "B"), (description, "D")):
        said += [f"'{term}':{place}{weight}" for place, term in enumerate(terms(text), len(said) + 1)]
    return " ".join([*said, *(f"'{mark}'" for mark in (EDITION, *marks))])


@dataclass(frozen=True)
class Meant:
    """What somebody asked for: for each word the terms that would do, and the words as they were typed."""

    words: tuple[tuple[str, ...], ...]
    typed: tuple[str, ...]

    def mended(self, better: Mapping[str, str]) -> Meant:
        """The same with some terms replaced."""
        return replace(self, words=tuple(tuple(better.get(term, term) for term in word) for word in self.words))

    def queries(self, *, of: str = "") -> list[str]:
        """Write each word as PostgreSQL's `tsquery`, of some weights only where they are given."""
        weights = f":{of}" if of else ""
        return ["(" + " | ".join(f"'{term}'{weights}" for term in word) + ")" for word in self.words]

    def reads(self, better: Mapping[str, str], spoken: Callable[[str], str]) -> str:
        """How it reads with some terms replaced, in words as people write them."""
        said = []
        for alternatives, typed in zip(self.words, self.typed, strict=True):
            mended = better.get(alternatives[0])
            said.append(typed if mended is None else spoken(mended))
        return " ".join(said)


@lru_cache(4096)
def _understood(text: str) -> Meant:
    folded = _THOUSANDS.sub("", fold(text))
    words: dict[str, str] = {}
    for match in _MEASURE.finditer(folded):
        words.setdefault(_measure(match[1], match[2] or "", match[3]), match[0])
    for word in _WORD.findall(_MEASURE.sub(" ", folded)):
        if word in STOP:
            continue
        parts = [part for part in _PARTS.split(word) if part]
        joined = len(parts) > 1 and any(part.isdigit() for part in parts)
        for part in [("".join(parts))] if joined else [stem(part) for part in parts]:
            words.setdefault(part, word)
    return Meant(tuple((term,) for term in words), tuple(words.values()))


def term_of(word: str) -> str | None:
    """Give the one term that a word is searched as; None for several words, and for very common ones."""
    meant = _understood(word).words
    return meant[0][0] if len(meant) == 1 and len(meant[0]) == 1 and fold(word).isalnum() else None


def alternatives(groups: Iterable[Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Say for each term of some groups of words which other terms would do; a word of two groups joins their words."""
    found: dict[str, list[str]] = {}
    for group in groups:
        ours = list(dict.fromkeys(term for word in group if (term := term_of(word))))
        for term in ours:
            others = found.setdefault(term, [])
            others += [other for other in ours if other != term and other not in others]
    return {term: tuple(others) for term, others in found.items()}


def understand(text: str, synonyms: Mapping[str, tuple[str, ...]] | None = None) -> Meant:
    """Say what a text asks for; `synonyms` gives further terms that would do for a term."""
    meant = _understood(text)
    if not synonyms:
        return meant
    return replace(meant, words=tuple((word[0], *synonyms.get(word[0], ())) for word in meant.words))
