"""How the table's address says what is asked of it, and how that is read. What it cannot read it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from werkzeug.datastructures import MultiDict

from marketplace.goods.catalog import CATEGORIES, ProductState
from marketplace.kernel.reading import Unreadable, read_money
from marketplace.kernel.text import whole_number
from marketplace.kernel.work import Work
from marketplace.web.asked import text_in
from marketplace.window.worktable.queries import found_ids
from marketplace.window.worktable.rules import AT_FIRST, Lacking, Pieces, TableAsked, TableColumn, TableOrder

Values = MultiDict[str, str]
Pairs = list[tuple[str, str]]
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class FilterPanel:
    """What the table may be narrowed by, with what is asked of it now."""

    asked: TableAsked
    categories: tuple[tuple[str, str], ...]
    states: tuple[ProductState, ...] = tuple(ProductState)
    pieces: tuple[Pieces, ...] = tuple(Pieces)
    lacking: tuple[Lacking, ...] = tuple(Lacking)
    columns: tuple[TableColumn, ...] = tuple(TableColumn)
    orders: tuple[TableOrder, ...] = tuple(TableOrder)

    def said(self, name: str) -> str:
        """What stands in a box, as the address says it."""
        return dict(pairs_of(self.asked)).get(name, "")


def asked_in(values: Values) -> TableAsked:
    """Read what an address, or a form that carries it, asks of the table."""
    state, category = values.get("estado", ""), values.get("categoria", "")
    columns = _words(values, "ver", TableColumn)
    return TableAsked(
        text=text_in(values, "q", most=80),
        state=state if state in list(ProductState) else "",
        category=category if category in CATEGORIES else "",
        pieces=next(iter(_words(values, "piezas", Pieces)), None),
        from_minor=_money(values.get("desde", "")),
        to_minor=_money(values.get("hasta", "")),
        lacking=_words(values, "falta", Lacking),
        warranty_most=whole_number(values.get("garantia", ""), most=999),
        return_most=whole_number(values.get("devolucion", ""), most=9_999),
        order=next(iter(_words(values, "orden", TableOrder)), TableOrder.NEWEST),
        columns=columns or AT_FIRST,
    )


def pairs_of(asked: TableAsked) -> Pairs:
    """Say it as an address does, in one way only."""
    single = (
        ("q", asked.text), ("estado", asked.state), ("categoria", asked.category), ("piezas", asked.pieces or ""),
        ("desde", _pesos(asked.from_minor)), ("hasta", _pesos(asked.to_minor)),
        ("garantia", "" if asked.warranty_most is None else str(asked.warranty_most)),
        ("devolucion", "" if asked.return_most is None else str(asked.return_most)),
        ("orden", "" if asked.order is TableOrder.NEWEST else asked.order.value),
    )  # fmt: skip
    shown = () if asked.columns == AT_FIRST else asked.columns
    return [
        *((name, str(value)) for name, value in single if value),
        *(("falta", one.value) for one in asked.lacking),
        *(("ver", one.value) for one in shown),
    ]


def query_of(asked: TableAsked, page: int = 1) -> str:
    """Write it as the part of an address behind its question mark; empty where nothing is asked."""
    return urlencode([*pairs_of(asked), *([("pagina", str(page))] if page > 1 else [])])


def selected_ids(work: Work, values: Values) -> list[UUID]:
    """Give the products that were chosen: all that the table holds as it was asked (`todos`), or those that are named."""
    if values.get("todos"):
        return found_ids(work, asked_in(values))
    return list(dict.fromkeys(one for text in values.getlist("p") if (one := _uuid(text))))


def selection_of(values: Values) -> Pairs:
    """Give what a form carries on so that it means the same products, and leads back to the same table."""
    chosen = [("todos", "1")] if values.get("todos") else [("p", one) for one in values.getlist("p") if _uuid(one)]
    return [*chosen, *pairs_of(asked_in(values))]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _words(values: Values, name: str, kind: type[Word]) -> tuple[Word, ...]:
    given: Sequence[str] = values.getlist(name)
    return tuple(one for one in kind if one.value in given)


def _money(typed: str) -> int | None:
    try:
        return read_money(typed) if typed.strip() else None
    except Unreadable:
        return None


def _pesos(minor: int | None) -> str:
    if minor is None:
        return ""
    return f"{minor // 100}.{minor % 100:02d}" if minor % 100 else str(minor // 100)
