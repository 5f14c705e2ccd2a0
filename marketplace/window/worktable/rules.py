"""What may be asked of a table of products: which ones, in which order, with which columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LOW_STOCK = 3  # pieces: so few are said to be few
MOST_VIEWS = 12  # that a member keeps in a shop


class Pieces(StrEnum):
    """How many pieces can be sold."""

    NONE = "ninguna"
    LOW = "pocas"
    SOME = "hay"


class Lacking(StrEnum):
    """Which fact of a product is missing."""

    PICTURE = "foto"
    DESCRIPTION = "texto"
    BRAND = "marca"
    GTIN = "barras"
    WEIGHT = "peso"
    SIZE = "medidas"
    SAT_KEY = "sat"
    PRICE = "precio"


class TableOrder(StrEnum):
    """In which order products stand."""

    NEWEST = "nuevo"
    OLDEST = "-nuevo"
    TITLE = "titulo"
    TITLE_BACK = "-titulo"
    PRICE = "precio"
    PRICE_BACK = "-precio"
    PIECES = "piezas"
    PIECES_BACK = "-piezas"
    CHANGED = "cambio"
    CHANGED_BACK = "-cambio"


class TableColumn(StrEnum):
    """A column that may be shown or not."""

    SKU = "clave"
    PRICE = "precio"
    PIECES = "piezas"
    CATEGORY = "categoria"
    TERMS = "condiciones"
    GTIN = "barras"
    CHANGED = "cambio"


AT_FIRST = (TableColumn.SKU, TableColumn.PRICE, TableColumn.PIECES)


@dataclass(frozen=True)
class TableAsked:
    """Which products of a shop are looked at, and how. Prices in centavos; terms of at most so many months or days."""

    text: str = ""
    state: str = ""  # empty: all but what is archived
    category: str = ""
    pieces: Pieces | None = None
    from_minor: int | None = None
    to_minor: int | None = None
    lacking: tuple[Lacking, ...] = ()
    warranty_most: int | None = None
    return_most: int | None = None
    order: TableOrder = TableOrder.NEWEST
    columns: tuple[TableColumn, ...] = AT_FIRST
