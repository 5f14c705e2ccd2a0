"""The tree of categories and what can be said of the goods in each, read once from this release's data files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Attribute:
    """Something that can be said of goods. Numbers are in `unit`; `better` is the end a buyer would call better."""

    code: str
    es: str
    en: str
    kind: str  # number, choice, boolean
    unit: str
    decimals: int
    better: str | None  # more, less
    values: Mapping[str, tuple[str, str]]

    def name(self, language: str) -> str:
        """Its name in a language ("es", "en")."""
        return self.en if language == "en" else self.es

    def accepts(self, value: object) -> bool:
        """Say whether a value is one that this attribute can have."""
        match self.kind:
            case "number":
                return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**9
            case "boolean":
                return isinstance(value, bool)
            case _:
                return value in self.values

    def write(self, value: Any, language: str) -> str:
        """Write a value for people, with its unit."""
        match self.kind:
            case "boolean":
                return {("es", True): "Sí", ("es", False): "No", ("en", True): "Yes", ("en", False): "No"}[
                    (language, bool(value))
                ]
            case "choice":
                es, en = self.values.get(value, (str(value), str(value)))
                return en if language == "en" else es
            case _:
                number = f"{value:,.{self.decimals}f}"
                if self.decimals:
                    number = number.rstrip("0").rstrip(".")
                unit = {"in": "″", "años": "years" if language == "en" else "años"}.get(self.unit, self.unit)
                return f"{number} {unit}".strip()


@dataclass(frozen=True)
class Category:
    """A place in the tree. Only leaves hold goods."""

    code: str
    number: int
    parent: str | None
    es: str
    en: str
    attributes: tuple[str, ...]
    path: tuple[str, ...]  # codes from the top down to this one

    def name(self, language: str) -> str:
        """Its name in a language ("es", "en")."""
        return self.en if language == "en" else self.es


def _read_attributes() -> dict[str, Attribute]:
    with (_DATA / "attributes.toml").open("rb") as file:
        table = tomllib.load(file)
    return {
        code: Attribute(
            code,
            row["es"],
            row["en"],
            row["kind"],
            row.get("unit", ""),
            row.get("decimals", 0),
            row.get("better"),
            {value: (es, en) for value, es, en in row.get("values", [])},
        )
        for code, row in table.items()
    }


def _read_categories() -> dict[str, Category]:
    found: dict[str, Category] = {}
    branch: list[str] = []
    for line in (_DATA / "categories.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        depth = (len(line) - len(line.lstrip())) // 2
        code, es, en, *attributes = (part.strip() for part in line.split("|"))
        branch = [*branch[:depth], code]
        found[code] = Category(
            code,
            len(found) + 1,
            branch[-2] if depth else None,
            es,
            en,
            tuple(attributes[0].split()) if attributes else (),
            tuple(branch),
        )
    return found


SIZE = "talla"
# What the forms of a product differ by, told from their names: see `options.py`.
BY_FORM = ("color", SIZE)


def _sizes() -> Attribute:
    """Sizes of clothes and shoes, in their order."""
    letters = {code: (code.upper(), code.upper()) for code in ("xch", "ch", "m", "g", "xg", "xxg")}
    numbers = {f"{half / 2:g}": (f"{half / 2:g}",) * 2 for half in range(20, 121)}
    return Attribute(SIZE, "Talla", "Size", "choice", "", 0, None, {**letters, **numbers})


ATTRIBUTES = {**_read_attributes(), SIZE: _sizes()}
CATEGORIES = _read_categories()
CHILDREN: dict[str | None, tuple[Category, ...]] = {
    parent: tuple(category for category in CATEGORIES.values() if category.parent == parent)
    for parent in (None, *CATEGORIES)
}
BY_NUMBER = {category.number: category for category in CATEGORIES.values()}


def is_leaf(code: str) -> bool:
    """Say whether goods can be put into a category."""
    return code in CATEGORIES and not CHILDREN[code]


def top_of(code: str) -> str:
    """The top-level category above one, by which commissions are set."""
    return CATEGORIES[code].path[0]


def accepts(category: str, attribute: str, value: object) -> bool:
    """Say whether goods in a category may have this value for an attribute."""
    return attribute in CATEGORIES[category].attributes and ATTRIBUTES[attribute].accepts(value)


def described(category: str, attributes: Mapping[str, Any]) -> str:
    """Say in both languages what search knows of a product besides its own words: its categories and attributes."""
    names = [name for code in CATEGORIES[category].path for name in (CATEGORIES[code].es, CATEGORIES[code].en)]
    said = [
        part
        for code, values in attributes.items()
        if code in ATTRIBUTES
        for value in several(values)
        for part in _told(ATTRIBUTES[code], value)
    ]
    return " ".join(dict.fromkeys([*names, *said]))


def several(value: object) -> tuple[object, ...]:
    """Give the values of an attribute as they are seen, one or several."""
    return value if isinstance(value, tuple) else (value,)


def _told(attribute: Attribute, value: object) -> list[str]:
    """An attribute's names with its value; of a yes or no the names alone, where it is a yes."""
    if attribute.kind == "boolean":
        return [attribute.es, attribute.en] if value else []
    written = [attribute.write(value, language) for language in ("es", "en")]
    return [attribute.es, attribute.en, *(written if attribute.kind == "choice" else written[:1])]


def leaves() -> list[Category]:
    """Every category that holds goods."""
    return [category for category in CATEGORIES.values() if not CHILDREN[category.code]]
