"""Rows as products: what each row says is read by the house's readers, and rows of one product stand together.

Pure: what is known of the shop comes in, drafts and problems come out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.goods.catalog import ATTRIBUTES, MOST_VARIANTS, check_sat_keys, is_leaf
from marketplace.goods.catalog.rules import Condition
from marketplace.kernel.errors import Invalid, Refusal
from marketplace.kernel.published import LEAST_RETURN_DAYS, LEAST_WARRANTY_MONTHS
from marketplace.kernel.reading import (
    Unreadable,
    read_gtin,
    read_line,
    read_measure,
    read_money,
    read_prose,
    read_sat_key,
    read_sat_unit,
    read_url,
    read_whole,
)
from marketplace.kernel.text import fold, slugify
from marketplace.people.sellers.rules import ReturnPayer
from marketplace.window.imports.mappings import guess_category, unit_of
from marketplace.window.imports.rules import ATTRIBUTE, MOST_PICTURES, OF_PRODUCT, OPTIONS, Field
from marketplace.window.imports.sheets import Row

_MOST_PIECES = 999_999
_MOST_GRAMS, _MOST_MM = 1_000_000, 10_000


class Unsure(Invalid):
    """What a row says is not clear, or not enough. Each kind has its own sentence."""

    code = "imports.unsure"


class Scientific(Unsure):
    """Excel wrote a bar code as 7.5E+12: its last digits are gone."""

    code = "imports.scientific"


class ZerosLost(Unsure):
    """A bar code that is right once zeros stand before it: a spreadsheet took them off. `with_zeros` is that one."""

    code = "imports.zeros_lost"


class WordUnknown(Unsure):
    """A word that is none of a closed set. `among` lists some."""

    code = "imports.word_unknown"


class CategoryUnknown(Unsure):
    """A category that is none of ours, and of which its shop has not said which it is."""

    code = "imports.category_unknown"


class SkuTwice(Unsure):
    """The same key in two rows of the file. `row` is the other."""

    code = "imports.sku_twice"


class Contradiction(Unsure):
    """Two variants of one product that are called the same. `row` is the other."""

    code = "imports.contradiction"


class FieldMissing(Unsure):
    """What a new product cannot do without."""

    code = "imports.field_missing"


class TooManyForms(Unsure):
    """More variants than a product may have."""

    code = "imports.too_many_forms"


class PriceZero(Unsure):
    """A price of nothing."""

    code = "imports.price_zero"


class SkuOfTwo(Unsure):
    """Keys that belong to different products of the shop."""

    code = "imports.sku_of_two"


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row: in which column, as which refusal, with its details."""

    row: int
    column: str
    code: str
    details: dict[str, Any]


@dataclass
class Piece:
    """A variant as a row says it. Money in centavos; None: the file does not say."""

    row: int
    sku: str
    name: str | None = None
    price_minor: int | None = None
    cost_minor: int | None = None
    stock: int | None = None


@dataclass
class Draft:
    """A product as its rows say it: what is said once, its variants, its pictures' addresses, and what is wrong."""

    handle: str
    rows: list[int] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, row: int, column: str, refusal: Refusal) -> None:
        """Note what is wrong in one of its rows."""
        details = {name: str(value) for name, value in refusal.details.items()}
        self.problems.append(Problem(row, column, refusal.code, details))


def _gtin(text: str, _unit: str) -> str:
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+", text.strip()):
        raise Scientific
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"[0-9]{9,11}", digits):
        for length in (12, 13):
            try:
                read_gtin(digits.zfill(length))
            except Unreadable:
                continue
            raise ZerosLost(with_zeros=digits.zfill(length))
    return read_gtin(text)


def _grams(text: str, unit: str) -> int:
    return _measured(text, unit or "g", "g", most=_MOST_GRAMS)


def _millimetres(text: str, unit: str) -> int:
    return _measured(text, unit or "cm", "cm", most=_MOST_MM // 10, times=10)


def _measured(text: str, written_in: str, kept_in: str, *, most: int, times: int = 1) -> int:
    has_unit = re.search(r"[^\W\d_]", text)
    measure = read_measure(text if has_unit else f"{text} {written_in}", kept_in)
    if measure > most:
        raise WordUnknown(among=f"0 - {most:,} {kept_in}")
    return round(measure * times)


def _price(text: str, _unit: str) -> int:
    minor = read_money(text)
    if not minor:
        raise PriceZero
    return minor


_PAGE_ENDS = re.compile(r"(?i)<(?:br|/p|/li|/h[1-6]|/div|/tr)[^>]*>")
_NEVER_READ = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>")


def _prose(text: str, _unit: str) -> str:
    """Read a description; of HTML, as other shops write it, the words alone."""
    if "<" in text:
        text = html.unescape(re.sub(r"<[^>]*>", "", _PAGE_ENDS.sub("\n", _NEVER_READ.sub("", text))))
    return read_prose(text, most=5000)


def _among(words: Mapping[str, Any]) -> Callable[[str, str], Any]:
    def read(text: str, _unit: str) -> Any:
        found = words.get(fold(text.strip()))
        if found is None:
            raise WordUnknown(among=", ".join(dict.fromkeys(words)))
        return found

    return read


_CONDITIONS = {
    "nuevo": Condition.NEW, "new": Condition.NEW, "usado": Condition.USED, "used": Condition.USED,
    "reacondicionado": Condition.REFURBISHED, "refurbished": Condition.REFURBISHED,
}  # fmt: skip
_PAYERS = {
    "la tienda": ReturnPayer.SELLER, "tienda": ReturnPayer.SELLER, "seller": ReturnPayer.SELLER,
    "quien compra": ReturnPayer.BUYER, "comprador": ReturnPayer.BUYER, "buyer": ReturnPayer.BUYER,
}  # fmt: skip
_YES_OR_NO = {"si": True, "yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}


def _line(most: int) -> Callable[[str, str], str]:
    return lambda text, _unit: read_line(text, most=most)


def _least(least: int, most: int) -> Callable[[str, str], int]:
    def read(text: str, _unit: str) -> int:
        number = read_whole(text, most=most)
        if number < least:
            raise WordUnknown(among=f"{least} - {most}")
        return number

    return read


def _sat_key(text: str, _unit: str) -> str:
    key = read_sat_key(text)
    check_sat_keys(key, None)
    return key


def _sat_unit(text: str, _unit: str) -> str:
    unit = read_sat_unit(text)
    check_sat_keys(None, unit)
    return unit


# How each field is read: its text and its column's unit in, what is kept out.
READERS: Mapping[Field, Callable[[str, str], Any]] = {
    Field.TITLE: _line(120),
    Field.DESCRIPTION: _prose,
    Field.BRAND: _line(80),
    Field.MODEL: _line(80),
    Field.CONDITION: _among(_CONDITIONS),
    Field.GTIN: _gtin,
    Field.WEIGHT: _grams,
    Field.LENGTH: _millimetres,
    Field.WIDTH: _millimetres,
    Field.HEIGHT: _millimetres,
    Field.WARRANTY_MONTHS: _least(LEAST_WARRANTY_MONTHS, 120),
    Field.WARRANTY_BY: _line(80),
    Field.RETURN_DAYS: _least(LEAST_RETURN_DAYS, 365),
    Field.RETURN_PAID_BY: _among(_PAYERS),
    Field.SAT_KEY: _sat_key,
    Field.SAT_UNIT: _sat_unit,
    Field.VARIANT: _line(80),
    Field.SKU: _line(60),
    Field.PRICE: _price,
    Field.COST: lambda text, _unit: read_money(text),
    Field.STOCK: lambda text, _unit: read_whole(text, most=_MOST_PIECES),
}
_NAMED_OTHERWISE = {
    Field.WEIGHT: "weight_grams",
    Field.LENGTH: "length_mm",
    Field.WIDTH: "width_mm",
    Field.HEIGHT: "height_mm",
}


@dataclass(frozen=True)
class Columns:
    """What each column of a file is: by its place a field's code or an attribute's, and what our categories are called there."""

    names: Sequence[str]
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

    def of(self, row: Row) -> dict[str, tuple[str, str]]:
        """Give what a row says by field: the text, and the name of its column."""
        said = {}
        for place, what in self.mapping.items():
            number = int(place)
            if number < len(row.cells) and row.cells[number]:
                said[what] = (row.cells[number], self.names[number])
        return said


def assemble(rows: Iterable[Row], columns: Columns) -> Iterator[Draft]:
    """Put the rows of each product together, in the order of their first; each draft says what is wrong in it."""
    drafts: dict[str, Draft] = {}
    called: dict[str, str] = {}  # WooCommerce: a parent's number and key, and the draft that it begins
    keys: dict[str, int] = {}
    for row in rows:
        said = columns.of(row)
        if not said:
            continue
        name = _group(row, said, called)
        draft = drafts.setdefault(name, Draft(name))
        _read_row(draft, row.number, said, columns, keys)
    for draft in drafts.values():
        _check_forms(draft)
        yield draft


def _group(row: Row, said: Mapping[str, tuple[str, str]], called: dict[str, str]) -> str:
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
    draft: Draft, row: int, said: Mapping[str, tuple[str, str]], columns: Columns, keys: dict[str, int]
) -> None:
    draft.rows.append(row)
    _read_once(draft, row, said, columns)
    for url in re.split(r"[\s|,]+(?=https?:)|\s+", _text(said, Field.PICTURES)):
        if url:
            _read_picture(draft, row, url, said[Field.PICTURES][1])
    is_parent = fold(_text(said, Field.KIND)).startswith("variable")
    if not is_parent and (said.keys() & {Field.SKU, Field.PRICE, Field.STOCK, Field.VARIANT} or not draft.pieces):
        _read_piece(draft, row, said, keys)


def _read_once(draft: Draft, row: int, said: Mapping[str, tuple[str, str]], columns: Columns) -> None:
    """Read what is said once of a product, where no row above it said it."""
    for what, (text, column) in said.items():
        try:
            if what.startswith(ATTRIBUTE):
                code = what.removeprefix(ATTRIBUTE)
                if code not in draft.attributes:
                    draft.attributes[code] = _attribute(code, text, column)
            elif what in OF_PRODUCT:
                name = _NAMED_OTHERWISE.get(Field(what), what)
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


def _attribute(code: str, text: str, column: str) -> Any:
    attribute = ATTRIBUTES[code]
    if attribute.kind == "boolean":
        return _among(_YES_OR_NO)(text, "")
    if attribute.kind == "choice":
        words = {fold(name): value for value, names in attribute.values.items() for name in (*names, value)}
        return _among(words)(text, "")
    number = read_measure(text if re.search(r"[^\W\d_]", text) else f"{text} {unit_of(column)}".strip(), attribute.unit)
    return float(number) if number % 1 else int(number)


def _read_picture(draft: Draft, row: int, url: str, column: str) -> None:
    try:
        read = read_url(url)
    except Refusal as refusal:
        draft.refuse(row, column, refusal)
        return
    if read not in draft.pictures and len(draft.pictures) < MOST_PICTURES:
        draft.pictures.append(read)


def _read_piece(draft: Draft, row: int, said: Mapping[str, tuple[str, str]], keys: dict[str, int]) -> None:
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
    draft.pieces.append(Piece(row, sku, name, read.get(Field.PRICE), read.get(Field.COST), read.get(Field.STOCK)))


def _from_options(said: Mapping[str, tuple[str, str]]) -> str | None:
    """Name a variant by the values of its options; what Shopify calls the only one has no name."""
    values = [_text(said, value) for _name, value in OPTIONS if _text(said, value)]
    if not values:
        return None
    name = read_line(", ".join(values))[:80]
    return "" if fold(name) in ("default title", "titulo por defecto") else name


def _made_key(draft: Draft, name: str | None) -> str:
    """Make a key where a file gives none: the same file makes the same one again."""
    return slugify(f"{draft.handle} {name or ''}", longest=60).upper()


def _check_forms(draft: Draft) -> None:
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
