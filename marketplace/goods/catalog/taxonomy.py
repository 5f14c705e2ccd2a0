"""The tree of categories and what can be said of the goods in each, as this process knows it.

Rows are the truth (`taxonomy_models.py`); `know` puts what was read of them here, for everybody to read at once. Until a process
has read them it knows the release's data files, with which the rows began.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, overload

_DATA = Path(__file__).parent / "data"
_Known = TypeVar("_Known")


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
    help_es: str = ""
    help_en: str = ""
    filterable: bool = True
    comparable: bool = True
    axis: bool = False  # what forms of a product may differ by
    old_values: frozenset[str] = frozenset()  # held by goods from before, and chosen no more
    retired: bool = False  # kept where goods say it, asked for nowhere

    def help(self, language: str) -> str:
        """What a shop is told when it is asked for it."""
        return self.help_en if language == "en" else self.help_es

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
                return isinstance(value, str) and value in self.values

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
    slug: str  # in addresses: /c/cafeteras
    required: frozenset[str] = frozenset()  # of its attributes
    goods: str | None = None  # rules.Goods: what it is to IVA; None: what the one above is
    article: str = ""  # of the law that says so
    sat_key: str | None = None  # c_ClaveProdServ of its goods; None: of the one above
    retired: bool = False
    merged_into: str | None = None

    def name(self, language: str) -> str:
        """Its name in a language ("es", "en")."""
        return self.en if language == "en" else self.es


@dataclass(frozen=True)
class Taxonomy:
    """All of it at one moment; categories in the order of the tree. `edition` changes with every change."""

    edition: str
    categories: Mapping[str, Category]
    attributes: Mapping[str, Attribute]
    former: Mapping[str, str]  # slugs that categories had -> code

    @cached_property
    def children(self) -> Mapping[str | None, tuple[Category, ...]]:
        """The categories below each, and the top ones below None; without those that became part of another."""
        below: dict[str | None, list[Category]] = {parent: [] for parent in (None, *self.categories)}
        for one in self.categories.values():
            if one.merged_into is None:
                below[one.parent].append(one)
        return {parent: tuple(found) for parent, found in below.items()}

    @cached_property
    def by_number(self) -> Mapping[int, Category]:
        """Categories by the number under which the index of search has them."""
        return {one.number: one for one in self.categories.values()}

    @cached_property
    def by_slug(self) -> Mapping[str, Category]:
        """Categories by their address."""
        return {one.slug: one for one in self.categories.values()}

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The attributes that forms of a product may differ by."""
        return tuple(code for code, one in self.attributes.items() if one.axis and not one.retired)


def read_lines(name: str) -> list[str]:
    """The lines of one of this release's data files."""
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


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
            axis=code in BY_NAME,
        )
        for code, row in table.items()
    }


def _read_pairs(name: str) -> dict[str, list[str]]:
    """The first word of each line, with the others."""
    rows = [[part.strip() for part in line.split("|")] for line in read_lines(name)]
    return {code: rest for code, *rest in rows}


def _read_categories() -> dict[str, Category]:
    keys, goods = _read_pairs("sat_keys.txt"), _read_pairs("goods.txt")
    found: dict[str, Category] = {}
    branch: list[str] = []
    for line in read_lines("categories.txt"):
        depth = (len(line) - len(line.lstrip())) // 2
        code, es, en, *attributes = (part.strip() for part in line.split("|"))
        branch = [*branch[:depth], code]
        kind, article = goods.get(code, (None, ""))
        found[code] = Category(
            code,
            len(found) + 1,
            branch[-2] if depth else None,
            es,
            en,
            tuple(attributes[0].split()) if attributes else (),
            tuple(branch),
            slug=code,
            goods=kind,
            article=article or "",
            sat_key=keys.get(code, [None])[0],
        )
    return found


SIZE = "talla"
# What the forms of a product are told to differ by from their names alone: see `options.py`. They stay what they are.
BY_NAME = ("color", SIZE)


def _sizes() -> Attribute:
    """Sizes of clothes and shoes, in their order."""
    letters = {code: (code.upper(), code.upper()) for code in ("xch", "ch", "m", "g", "xg", "xxg")}
    numbers = {f"{half / 2:g}": (f"{half / 2:g}",) * 2 for half in range(20, 121)}
    return Attribute(SIZE, "Talla", "Size", "choice", "", 0, None, {**letters, **numbers}, axis=True)


FIRST = Taxonomy("", _read_categories(), {**_read_attributes(), SIZE: _sizes()}, {})
_now = FIRST


def know(taxonomy: Taxonomy) -> None:
    """Let this process know another edition from here on."""
    global _now  # noqa: PLW0603 - whole editions take each other's place; nobody changes one
    _now = taxonomy


def known() -> Taxonomy:
    """What this process knows."""
    return _now


def taxonomy_edition() -> str:
    """Say which edition of the tree this process knows: another one with each change of it."""
    return _now.edition


class _Live(Mapping[Any, _Known]):
    """A part of what is known now, as a mapping that anybody may keep."""

    def __init__(self, part: str) -> None:
        self._part = part

    def _mapping(self) -> Mapping[Any, _Known]:
        found: Mapping[Any, _Known] = getattr(_now, self._part)
        return found

    def __getitem__(self, key: Any) -> _Known:
        return self._mapping()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._mapping())

    def __len__(self) -> int:
        return len(self._mapping())


class _Axes(Sequence[str]):
    """The attributes that forms of a product may differ by, as they are known now."""

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return _now.axes[at]

    def __len__(self) -> int:
        return len(_now.axes)


ATTRIBUTES: Mapping[str, Attribute] = _Live("attributes")
CATEGORIES: Mapping[str, Category] = _Live("categories")
CHILDREN: Mapping[str | None, tuple[Category, ...]] = _Live("children")
BY_NUMBER: Mapping[int, Category] = _Live("by_number")
BY_FORM = _Axes()


def category_at(slug: str) -> Category | None:
    """Find the category of an address: by its own, by one that it had before, or by one that became part of it."""
    found = _now.by_slug.get(slug) or _now.categories.get(_now.former.get(slug, ""))
    return category_now(found.code) if found else None


def category_now(code: str) -> Category | None:
    """Find a category by its code, or the one that it became part of."""
    found = _now.categories.get(code)
    while found and found.merged_into:
        found = _now.categories[found.merged_into]
    return found


def is_leaf(code: str) -> bool:
    """Say whether goods can be put into a category."""
    return code in CATEGORIES and not CHILDREN[code] and not _is_gone(CATEGORIES[code])


def _is_gone(category: Category) -> bool:
    return category.retired or category.merged_into is not None


def top_of(code: str) -> str:
    """The top-level category above one, by which commissions are set."""
    return CATEGORIES[code].path[0]


def accepts(category: str, attribute: str, value: object) -> bool:
    """Say whether goods in a category may have this value for an attribute."""
    return attribute in CATEGORIES[category].attributes and ATTRIBUTES[attribute].accepts(value)


def lacking(category: str, attributes: Mapping[str, Any]) -> list[str]:
    """List the attributes that a category requires and that are not said."""
    known = CATEGORIES.get(category)
    return (
        [
            code
            for code in known.attributes
            if code in known.required and code not in attributes and not ATTRIBUTES[code].retired
        ]
        if known
        else []
    )


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
    return [category for category in CATEGORIES.values() if is_leaf(category.code)]
