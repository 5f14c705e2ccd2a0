"""From an address to a query. What makes no sense there is left out, and said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from marketplace.goods.catalog import ATTRIBUTES, BY_FORM, Category
from marketplace.kernel.reading import Unreadable, read_money, read_number, read_search, read_whole
from marketplace.window.search.rules import FACETS, SORTS, SearchQuery

ON_PAGE = 24
LONGEST = 200  # letters of a query that are read
_MOST_VALUES = 20  # of one filter
_Read = TypeVar("_Read")
Args = Mapping[str, Sequence[str]]  # what an address says after its question mark: names, each with its values
_OF_ATTRIBUTE = "con-"
YES_NO = {"si": "True", "no": "False"}


@dataclass(frozen=True)
class AskedQuery:
    """A query as it was read, with what could not be read: codes by the name of their field, or for the whole address."""

    query: SearchQuery
    category: Category | None
    problems: dict[str, str]
    notes: list[str]


def name_of(attribute: str) -> str:
    """How an address names an attribute: `capacity_ml` is `con-capacity-ml`."""
    return _OF_ATTRIBUTE + attribute.replace("_", "-")


def in_address(attribute: str, value: str) -> str:
    """How an address writes a value of an attribute."""
    return {told: said for said, told in YES_NO.items()}.get(value, value) if _is_yes_no(attribute) else value


def _is_yes_no(attribute: str) -> bool:
    return ATTRIBUTES[attribute].kind == "boolean"


def is_foreign(name: str, category: Category | None) -> bool:
    """Whether a name in an address is a filter by an attribute that goods of this category do not have."""
    own = [name_of(code) for code in choosable(category)]
    return name.startswith(_OF_ATTRIBUTE) and re.sub("-(desde|hasta)$", "", name) not in own


def choosable(category: Category | None) -> tuple[str, ...]:
    """The attributes that may be chosen by: those of the category, and what forms of anything differ by."""
    own = [
        code
        for code in (category.attributes if category else ())
        if ATTRIBUTES[code].filterable and not ATTRIBUTES[code].retired
    ]
    return tuple(dict.fromkeys([*own, *BY_FORM]))


class _Reader:
    """Reads the parts of an address, and keeps what was wrong with each."""

    def __init__(self, args: Args) -> None:
        self.args = args
        self.problems: dict[str, str] = {}

    def first(self, name: str) -> str:
        return next(iter(self.args.get(name, ())), "")

    def number(self, name: str) -> float | None:
        found = self._read(name, read_number)
        return None if found is None else float(found)

    def centavos(self, name: str) -> int | None:
        return self._read(name, read_money)

    def whole(self, name: str) -> int | None:
        return self._read(name, read_whole)

    def _read(self, name: str, read: Callable[[str], _Read]) -> _Read | None:
        typed = self.first(name)
        text = read_search(typed, most=60) if typed else ""
        try:
            return read(text) if text else None
        except Unreadable:
            self.problems[name] = "not_a_number"
            return None

    def turned(self, name: str, low: float | None, high: float | None) -> bool:
        """Whether a range is upside down; it is turned, and said."""
        if low is None or high is None or low <= high:
            return False
        self.problems[name] = "turned"
        return True

    def day(self, name: str) -> date | None:
        text = self.first(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problems[name] = "not_a_day"
            return None

    def some(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.args.get(name, ())[:_MOST_VALUES]))

    def choices(self, category: Category | None) -> list[tuple[str, tuple[str, ...]]]:
        found = []
        for code in choosable(category):
            known = YES_NO if _is_yes_no(code) else {value: value for value in ATTRIBUTES[code].values}
            wanted = tuple(known[value] for value in self.some(name_of(code)) if value in known)
            if wanted:
                found.append((code, wanted))
        return found

    def ranges(self, category: Category | None) -> list[tuple[str, float | None, float | None]]:
        found = []
        for code in choosable(category):
            if ATTRIBUTES[code].kind == "number":
                name = name_of(code)
                low, high = self.number(f"{name}-desde"), self.number(f"{name}-hasta")
                if self.turned(f"{name}-desde", low, high):
                    low, high = high, low
                if low is not None or high is not None:
                    found.append((code, low, high))
        return found


def read_query(args: Args, category: Category | None, *, to_place: bool, page: int = 1) -> AskedQuery:
    """Read what the address of results asks for. Ranges upside down are turned; `to_place` says whether a place is chosen."""
    reader, notes = _Reader(args), []
    low, high = reader.centavos("desde"), reader.centavos("hasta")
    if reader.turned("desde", low, high):
        low, high = high, low
    text = read_search(reader.first("q"), most=LONGEST + 1)
    sort = reader.first("orden")
    landed_to, arrives_by = reader.centavos("puesto-hasta"), reader.day("llega")
    if not to_place and (landed_to is not None or arrives_by is not None or sort == "landed"):
        landed_to = arrives_by = None
        sort = ""
        notes.append("no_place")
    if len(text) > LONGEST:
        notes.append("long")
    if any(is_foreign(name, category) for name in args):
        notes.append("foreign")
    query = SearchQuery(
        text=text[:LONGEST].strip(),
        category=category.number if category else None,
        brands=reader.some("marca"),
        shops=reader.some("tienda"),
        conditions=reader.some("estado"),
        price_from=low,
        price_to=high,
        in_stock="disponible" in args,
        free_shipping="envio-gratis" in args,
        warranty_months=reader.whole("garantia"),
        return_days=reader.whole("devolucion"),
        landed_to=landed_to,
        arrives_by=arrives_by,
        choices=tuple(reader.choices(category)),
        ranges=tuple(reader.ranges(category)),
        literally="literal" in args,
        facets=_facets(category, to_place=to_place),
        sort=sort if sort in SORTS else "relevance",
        offset=(page - 1) * ON_PAGE,
        limit=ON_PAGE,
    )
    return AskedQuery(query, category, reader.problems, notes)


def _facets(category: Category | None, *, to_place: bool) -> tuple[str, ...]:
    return (*FACETS, "warranty", "returns", *(("arrives",) if to_place else ()), *choosable(category))
