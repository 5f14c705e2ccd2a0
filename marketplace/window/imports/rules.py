"""What a file of products may say: its fields, how far its import is, and how large it may be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

MOST_MB = 20  # of a table
MOST_ZIP_MB = 60  # of a folder of pictures
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_LETTERS = 32_767  # in a cell, as in Excel
# A workbook is a packed folder: how much of it there may be once it is unpacked, and in how many files.
MOST_UNPACKED_MB = 300
MOST_PACKED_FILES = 2_000
SHOWN_PROBLEMS = 200
MOST_CATEGORIES = 100  # of another market's that a shop says ours for, in one file
IN_A_BATCH = 300  # products; each batch is one transaction, and how far a dead worker falls back
FOLDER = "imports"  # of the private store
RUN_LASTS = timedelta(days=30)


class RunState(StrEnum):
    """How far the import of a file is."""

    RECEIVED = "received"  # its shop says what each column is
    CHECKING = "checking"
    CHECKED = "checked"  # nothing is changed yet
    APPLYING = "applying"
    DONE = "done"
    CANCELLED = "cancelled"
    UNREADABLE = "unreadable"


NEXT: Mapping[RunState, frozenset[RunState]] = {
    RunState.RECEIVED: frozenset({RunState.CHECKING, RunState.CANCELLED}),
    RunState.CHECKING: frozenset({RunState.CHECKED, RunState.CANCELLED, RunState.UNREADABLE}),
    RunState.CHECKED: frozenset({RunState.CHECKING, RunState.APPLYING, RunState.CANCELLED}),
    RunState.APPLYING: frozenset({RunState.DONE, RunState.CANCELLED, RunState.UNREADABLE}),
    RunState.DONE: frozenset(),
    RunState.CANCELLED: frozenset(),
    RunState.UNREADABLE: frozenset(),
}
UNDER_WAY = (RunState.CHECKING, RunState.APPLYING)


class BroughtAs(StrEnum):
    """As what a shop brings a file: a table, or pictures in a folder that is packed (ZIP)."""

    CSV = "csv"
    XLSX = "xlsx"
    ZIP = "zip"


class Origin(StrEnum):
    """Which programme wrote a file, by its columns."""

    TIANGUIS = "tianguis"
    SHOPIFY = "shopify"
    WOOCOMMERCE = "woocommerce"
    TIENDANUBE = "tiendanube"
    MERCADOLIBRE = "mercadolibre"
    OTHER = "other"


class Field(StrEnum):
    """What a column can be. Rows of one product share its handle."""

    HANDLE = "handle"
    PARENT = "parent"  # WooCommerce: of which row a variation is
    KIND = "kind"  # WooCommerce: simple, variable, variation
    TITLE = "title"
    DESCRIPTION = "description"
    CATEGORY = "category"
    BRAND = "brand"
    MODEL = "model"
    CONDITION = "condition"
    VARIANT = "variant"
    OPTION_1_NAME = "option_1_name"
    OPTION_1 = "option_1"
    OPTION_2_NAME = "option_2_name"
    OPTION_2 = "option_2"
    OPTION_3_NAME = "option_3_name"
    OPTION_3 = "option_3"
    SKU = "sku"
    GTIN = "gtin"
    PRICE = "price"
    COST = "cost"
    STOCK = "stock"
    WEIGHT = "weight"
    LENGTH = "length"
    WIDTH = "width"
    HEIGHT = "height"
    WARRANTY_MONTHS = "warranty_months"
    WARRANTY_BY = "warranty_by"
    RETURN_DAYS = "return_days"
    RETURN_PAID_BY = "return_paid_by"
    SAT_KEY = "sat_key"
    SAT_UNIT = "sat_unit"
    PICTURES = "pictures"
    OLD_ADDRESS = "old_address"  # of its page in the shop that it comes from


TO_MEND = "Qué corregir"  # the column of a file with the rows that were not taken
ATTRIBUTE = "attr:"  # before an attribute's code: a column of technical data
OPTIONS = (
    (Field.OPTION_1_NAME, Field.OPTION_1), (Field.OPTION_2_NAME, Field.OPTION_2), (Field.OPTION_3_NAME, Field.OPTION_3),
)  # fmt: skip
# What is said once of a product, on the first of its rows that says it.
OF_PRODUCT = frozenset({
    Field.TITLE, Field.DESCRIPTION, Field.CATEGORY, Field.BRAND, Field.MODEL, Field.CONDITION, Field.GTIN, Field.WEIGHT,
    Field.LENGTH, Field.WIDTH, Field.HEIGHT, Field.WARRANTY_MONTHS, Field.WARRANTY_BY, Field.RETURN_DAYS,
    Field.RETURN_PAID_BY, Field.SAT_KEY, Field.SAT_UNIT,
})  # fmt: skip
