"""Cells as what they mean: each field has its reader, which takes a cell's text and its column's unit, or refuses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from marketplace.goods.catalog import ATTRIBUTES, Condition, check_sat_keys
from marketplace.kernel.errors import Invalid
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
    read_whole,
)
from marketplace.kernel.text import fold
from marketplace.people.sellers import ReturnPayer
from marketplace.window.imports.mappings import unit_of
from marketplace.window.imports.rules import Field


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


_MOST_PIECES = 999_999
_MOST_GRAMS, _MOST_MM = 1_000_000, 10_000


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
NAMED_OTHERWISE = {
    Field.WEIGHT: "weight_grams",
    Field.LENGTH: "length_mm",
    Field.WIDTH: "width_mm",
    Field.HEIGHT: "height_mm",
}


def read_attribute(code: str, text: str, column: str) -> Any:
    """Read a technical fact as its attribute keeps it. Raises WordUnknown, or what the house's readers do."""
    attribute = ATTRIBUTES[code]
    if attribute.kind == "boolean":
        return _among(_YES_OR_NO)(text, "")
    if attribute.kind == "choice":
        words = {fold(name): value for value, names in attribute.values.items() for name in (*names, value)}
        return _among(words)(text, "")
    number = read_measure(text if re.search(r"[^\W\d_]", text) else f"{text} {unit_of(column)}".strip(), attribute.unit)
    return float(number) if number % 1 else int(number)
