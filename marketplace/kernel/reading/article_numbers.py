"""GTIN: the number under a bar code, which says that two shops sell the same article. Kept as fourteen digits."""

from __future__ import annotations

import re

from stdnum import ean, isbn

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import plain_digits

_BEFORE = re.compile(
    r"^(?:gtin|ean|upc|isbn|jan|itf|c[óo]digo de barras)(?:[ -]?(?:8|10|12|13|14|a)(?=[\s:]))?\s*[:#]?\s*",
    re.IGNORECASE,
)
# GS1 General Specifications, 1.4: what follows the first digit of fourteen in numbers that a shop gives out for itself,
# coupons and refunds. Of eight digits, those that begin with 0 or 2.
OWN = ".(?:0[245]|2|98[0-4]|99)|0{6}[02]"


class NotAnArticleNumber(Unreadable):
    """Not 8, 12, 13 or 14 digits of which the last is right, nor an ISBN."""

    code = "reading.not_an_article_number"
    field = "gtin"


class OneShopsNumber(Unreadable):
    """A number that a shop made for itself (20-29 at its beginning): another shop's is another article."""

    code = "reading.one_shops_number"
    field = "gtin"


def read_gtin(typed: str) -> str:
    """Read a bar code's number (EAN-8, UPC, EAN-13, GTIN-14, ISBN) in its one form, fourteen digits.

    Raises NotAnArticleNumber, OneShopsNumber.
    """
    text = _BEFORE.sub("", plain_digits(typed.strip()[:60]))
    number = re.sub(r"[\s\-–—.]", "", text).upper()
    if len(number) == 10 and isbn.is_valid(number):
        number = isbn.to_isbn13(number)
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", number) or not int(number) or not ean.is_valid(number.zfill(14)):
        raise NotAnArticleNumber
    if re.match(OWN, number.zfill(14)):
        raise OneShopsNumber
    return number.zfill(14)


def writings_of_gtin(kept: str) -> list[str]:
    """List how people may write a kept number when they look for it: with fourteen digits down to what it has."""
    digits = kept.lstrip("0")
    return [kept[-length:] for length in (14, 13, 12, 8) if len(digits) <= length]


def write_gtin(kept: str) -> str:
    """Write a kept number as it stands under its bar code: thirteen digits, eight for a short one, fourteen for a case."""
    digits = kept.lstrip("0")
    return kept if len(digits) == 14 else digits.zfill(8 if len(digits) <= 8 else 13)
