"""Rows as products: what each row says is read by the house's readers, and rows of one product stand together.

Pure: what is known of the shop comes in, drafts and problems come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.goods.catalog import MOST_VARIANTS, is_leaf
from marketplace.goods.catalog import service as products
from marketplace.kernel.errors import Refusal
from marketplace.kernel.reading import (
    read_line,
    read_url,
)
from marketplace.kernel.text import fold, slugify
from marketplace.window.imports.cells import (
    NAMED_OTHERWISE,
    READERS,
    CategoryUnknown,
    Contradiction,
    SkuTwice,
    TooManyForms,
    read_attribute,
)
from marketplace.window.imports.mappings import guess_category, old_paths, unit_of
from marketplace.window.imports.rules import ATTRIBUTE, OF_PRODUCT, OPTIONS, Field, Origin
from marketplace.window.imports.sheets import SheetRow


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a row: in which column, as which refusal, with its details."""

    row: int
    column: str
    code: str
    details: dict[str, Any]


@dataclass
class FileVariant:
    """A variant as a row says it. Money in centavos; None: the file does not say."""

    row: int
    sku: str
    name: str | None = None
    price_minor: int | None = None
    cost_minor: int | None = None
    stock: int | None = None


@dataclass
class FileProduct:
    """A product as its rows say it: what is said once, its variants, its pictures' addresses, and what is wrong."""

    handle: str
    rows: list[int] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    pieces: list[FileVariant] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    old_paths: list[str] = field(default_factory=list)  # at which its page stood before
    problems: list[RowProblem] = field(default_factory=list)

    def refuse(self, row: int, column: str, refusal: Refusal) -> None:
        """Note what is wrong in one of its rows."""
        details = {name: str(value) for name, value in refusal.details.items()}
        self.problems.append(RowProblem(row, column, refusal.code, details))


@dataclass(frozen=True)
class Columns:
    """What each column of a file is: by its place a field's code or an attribute's, and what our categories are called there."""

    names: Sequence[str]
    origin: Origin
    mapping: Mapping[str, str]
    categories: Mapping[str, str]  # as the file writes it -> our code, as its shop said; "": of rows that say none
    unknown: dict[str, None] = field(default_factory=dict)  # what it calls categories and is none of ours, in order

    def category(self, text: str) -> str:
        """Give our category for what the file calls one. Raises CategoryUnknown."""
        code = self.categories.get(text) or guess_category(text)
        if not is_leaf(code):
            self.unknown[text] = None
            raise CategoryUnknown(said=text[:80])
        return code

    def of(self, row: SheetRow) -> dict[str, tuple[str, str]]:
        """Give what a row says by field: the text, and the name of its column."""
        said = {}
        for place, what in self.mapping.items():
            number = int(place)
            if number < len(row.cells) and row.cells[number]:
                said[what] = (row.cells[number], self.names[number])
        return said


def find_ends(rows: Iterable[SheetRow], columns: Columns) -> dict[str, int]:
    """Give the last row of each product of a file: rows of one need not stand together."""
    called: dict[str, str] = {}
    return {_group(row, said, called): row.number for row in rows if (said := columns.of(row))}


def assemble(rows: Iterable[SheetRow], columns: Columns, ends: Mapping[str, int]) -> Iterator[FileProduct]:
    """Put the rows of each product together, as soon as its last is read; each draft says what is wrong in it."""
    drafts: dict[str, FileProduct] = {}
    called: dict[str, str] = {}  # WooCommerce: a parent's number and key, and the draft that it begins
    keys: dict[str, int] = {}
    for row in rows:
        said = columns.of(row)
        if not said:
            continue
        name = _group(row, said, called)
        draft = drafts.setdefault(name, FileProduct(name))
        _read_row(draft, row.number, said, columns, keys)
        if ends[name] == row.number:
            _check_forms(draft)
            yield drafts.pop(name)


def _group(row: SheetRow, said: Mapping[str, tuple[str, str]], called: dict[str, str]) -> str:
    """Say to which product a row belongs: by its parent, its handle, else its title or key, else by itself."""
    parent = _text(said, Field.PARENT)
    if parent:
        return called.get(parent, parent)
    handle, sku = _text(said, Field.HANDLE), _text(said, Field.SKU)
    if Field.KIND in said:  # WooCommerce, where variations name their parent as `id:100` or by its key
        name = f"id:{handle}" if handle else sku
        called |= {one: name for one in (f"id:{handle}", sku) if one}
        return name
    return handle or _text(said, Field.TITLE) or sku or f"row {row.number}"


def _text(said: Mapping[str, tuple[str, str]], what: Field) -> str:
    return said[what][0] if what in said else ""


def _read_row(
    draft: FileProduct, row: int, said: Mapping[str, tuple[str, str]], columns: Columns, keys: dict[str, int]
) -> None:
    draft.rows.append(row)
    _read_once(draft, row, said, columns)
    for url in re.split(r"[\s|,]+(?=https?:)|\s+", _text(said, Field.PICTURES)):
        if url:
            _read_picture(draft, row, url, said[Field.PICTURES][1])
    _read_old_paths(draft, row, said, columns.origin)
    is_parent = fold(_text(said, Field.KIND)).startswith("variable")
    if not is_parent and (said.keys() & {Field.SKU, Field.PRICE, Field.STOCK, Field.VARIANT} or not draft.pieces):
        _read_piece(draft, row, said, keys)


def _read_once(draft: FileProduct, row: int, said: Mapping[str, tuple[str, str]], columns: Columns) -> None:
    """Read what is said once of a product, where no row above it said it."""
    for what, (text, column) in said.items():
        try:
            if what.startswith(ATTRIBUTE):
                code = what.removeprefix(ATTRIBUTE)
                if code not in draft.attributes:
                    draft.attributes[code] = read_attribute(code, text, column)
            elif what in OF_PRODUCT:
                name = NAMED_OTHERWISE.get(Field(what), what)
                if name not in draft.said:
                    draft.said[name] = _of_product(Field(what), text, column, columns)
        except Refusal as refusal:
            draft.refuse(row, column, refusal)
    if "category" not in draft.said and Field.CATEGORY not in said and columns.categories.get(""):
        draft.said["category"] = columns.categories[""]


def _of_product(what: Field, text: str, column: str, columns: Columns) -> Any:
    if what is Field.CATEGORY:
        return columns.category(text)
    return READERS[what](text, unit_of(column))


def _read_picture(draft: FileProduct, row: int, url: str, column: str) -> None:
    try:
        read = read_url(url)
    except Refusal as refusal:
        draft.refuse(row, column, refusal)
        return
    if read not in draft.pictures and len(draft.pictures) < products.MOST_PICTURES:
        draft.pictures.append(read)


def _read_old_paths(draft: FileProduct, row: int, said: Mapping[str, tuple[str, str]], origin: Origin) -> None:
    address, column = said.get(Field.OLD_ADDRESS, ("", ""))
    try:
        found = old_paths(origin, handle=_text(said, Field.HANDLE), address=address)
    except Refusal as refusal:
        draft.refuse(row, column, refusal)
        return
    draft.old_paths += [path for path in found if path not in draft.old_paths]


def _read_piece(draft: FileProduct, row: int, said: Mapping[str, tuple[str, str]], keys: dict[str, int]) -> None:
    read: dict[str, Any] = {}
    for what in (Field.SKU, Field.VARIANT, Field.PRICE, Field.COST, Field.STOCK):
        if what in said:
            text, column = said[what]
            try:
                read[what] = READERS[what](text, unit_of(column))
            except Refusal as refusal:
                draft.refuse(row, column, refusal)
    name = read.get(Field.VARIANT) or _from_options(said)
    if not (said.keys() & {Field.SKU, Field.PRICE, Field.STOCK}) and (name is None or draft.pieces):
        return  # a further row of pictures, as Shopify writes them
    sku = read.get(Field.SKU) or _made_key(draft, name)
    if keys.setdefault(sku, row) != row:
        draft.refuse(row, said.get(Field.SKU, ("", "SKU"))[1], SkuTwice(sku=sku, row=keys[sku]))
        return
    draft.pieces.append(FileVariant(row, sku, name, read.get(Field.PRICE), read.get(Field.COST), read.get(Field.STOCK)))


def _from_options(said: Mapping[str, tuple[str, str]]) -> str | None:
    """Name a variant by the values of its options; what Shopify calls the only one has no name."""
    values = [_text(said, value) for _name, value in OPTIONS if _text(said, value)]
    if not values:
        return None
    name = read_line(", ".join(values))[:80]
    return "" if fold(name) in ("default title", "titulo por defecto") else name


def _made_key(draft: FileProduct, name: str | None) -> str:
    """Make a key where a file gives none: the same file makes the same one again."""
    return slugify(f"{draft.handle} {name or ''}", longest=60).upper()


def _check_forms(draft: FileProduct) -> None:
    if len(draft.pieces) > MOST_VARIANTS:
        draft.refuse(draft.rows[0], "", TooManyForms(most=MOST_VARIANTS))
    first: dict[str, int] = {}
    for piece in draft.pieces:
        if (
            piece.name is not None
            and len(draft.pieces) > 1
            and first.setdefault(fold(piece.name), piece.row) != piece.row
        ):
            draft.refuse(piece.row, "", Contradiction(name=piece.name, row=first[fold(piece.name)]))
