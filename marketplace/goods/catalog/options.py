"""What the forms of a product differ by, told from the names that its shop gave them: “Negro, 26 MX” is black, of size 26."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from marketplace.goods.catalog.taxonomy import ATTRIBUTES, BY_FORM, SIZE, known, several, top_of
from marketplace.kernel.analysis import stem
from marketplace.kernel.text import fold

_COLOUR = "color"
_WORN = ("moda", "bebes")  # where a bare number is a size
_PARTS = re.compile(r"[,/·|]|\s[-–]\s")
_NUMBER = re.compile(r"(talla |no\.? |num\.? )?(\d{1,2}(?:[.,]5)?)( mx| mex| cm)?")
_LETTERS = {
    **dict.fromkeys(("xs", "xch", "extra chica", "extra chico"), "xch"),
    **dict.fromkeys(("s", "ch", "chica", "chico", "small"), "ch"),
    **dict.fromkeys(("m", "mediana", "mediano", "medium"), "m"),
    **dict.fromkeys(("l", "g", "grande", "large"), "g"),
    **dict.fromkeys(("xl", "xg", "eg", "extra grande"), "xg"),
    **dict.fromkeys(("xxl", "xxg", "eeg"), "xxg"),
}
# A colour may be told more closely: “azul marino”. “Café molido” is no colour.
_SHADES = frozenset([
    "acero", "bandera", "botella", "cielo", "claro", "fuerte", "marino", "mate", "mexicano", "oscuro", "palo",
    "pastel", "rey", "turquesa",
])  # fmt: skip


@lru_cache(2)
def _colours(_edition: str) -> Mapping[str, str]:
    values = ATTRIBUTES[_COLOUR].values
    return {stem(fold(name)): code for code, names in values.items() for name in (*reversed(names), code)}


def options_of(category: str, variants: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Tell colours and sizes of what can be bought of some forms, or of all of them where none can.

    Forms are as the shelf has them: `name`, `available`, and `options` where their shop gave them in so many words.
    """
    there = [one for one in variants if one.get("available", 0) > 0] or variants
    found: dict[str, dict[str, None]] = {}
    for one in there:
        for code, value in (*told(category, one.get("name") or ""), *_given(one.get("options") or {})):
            found.setdefault(code, {})[value] = None
    return {code: tuple(values) for code, values in found.items()}


def seen_as(category: str, attributes: Mapping[str, Any], variants: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give a product's attributes as they are seen: several values where its forms differ by one."""
    return {**attributes, **options_of(category, variants)}


def marks_of(attributes: Mapping[str, Any]) -> list[str]:
    """Write what forms differ by as marks to filter by: `color=negro`."""
    return [f"{code}={value}" for code in BY_FORM for value in several(attributes.get(code, ()))]


def _given(options: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    return [(code, options[code]) for code in BY_FORM if options.get(code) in ATTRIBUTES[code].values]


def told(category: str, name: str) -> Iterable[tuple[str, str]]:
    """Tell the colours and sizes that a name says, as attribute and value."""
    colours = _colours(known().edition)
    for part in (" ".join(part.split()) for part in _PARTS.split(fold(name))):
        first, _space, rest = part.partition(" ")
        code = colours.get(stem(first))
        number = _NUMBER.fullmatch(part)
        letters = _LETTERS.get(part.removeprefix("talla "))
        if code and (not rest or rest in _SHADES):
            yield _COLOUR, code
        elif letters:
            yield SIZE, letters
        elif number and (number[1] or number[3] or top_of(category) in _WORN):
            size = f"{float(number[2].replace(',', '.')):g}"
            if size in ATTRIBUTES[SIZE].values:
                yield SIZE, size
