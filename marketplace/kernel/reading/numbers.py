"""Numbers as they are written in Mexico: a point for decimals, a comma or a space for thousands; and as others write them.

A comma is thousands only before groups of exactly three digits (NOM-008-SCFI takes both signs for decimals): `1,249` is
one thousand two hundred and forty-nine, `1249,50` and `12,5` have decimals, and what fits neither (`1,2,3`) is asked again.
"""

from __future__ import annotations

import re
from decimal import Decimal

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import plain_digits

_DIGITS = re.compile(r"[0-9]+")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?P<by>[,.' ])[0-9]{3}(?:(?P=by)[0-9]{3})*")
_MILLIONS = re.compile(r"[1-9][0-9]{0,2}'[0-9]{3},[0-9]{3}")  # 1'249,500: how cheques write millions
_APOSTROPHES = str.maketrans("’´`ʼ", "''''")
_LONGEST = 40
_SIGNED = re.compile(r"(?P<sign>[+\-−–]?)\s*\$?\s*(?P<number>[^%+\-−–]+?)\s*%?")
_PESOS_BEFORE = re.compile(r"(?:mxn?|m\.n\.)?\s*\$?\s*(?:mxn)?\s*", re.IGNORECASE)
_PESOS_AFTER = re.compile(r"\s*\$?(?:\s*(?:pesos?|mxn?|m\.?\s?n\.?))*", re.IGNORECASE)
_DASH_AFTER = re.compile(r"[.,]\s?[-–—=]+$")  # $100.-
MOST_MINOR = 99_999_999_999  # centavos that a person may write


class NotANumber(Unreadable):
    """No number, or one that could be two."""

    code = "reading.not_a_number"


class NotWhole(Unreadable):
    """A number with a fraction, where pieces, days or months are counted; or none."""

    code = "reading.not_whole"


class NotAnAmount(Unreadable):
    """No amount in pesos with at most two decimals."""

    code = "reading.not_an_amount"


class TooLarge(Unreadable):
    """A number beyond what is kept. `most` says how large it may be."""

    code = "reading.too_large"


def read_number(typed: str) -> Decimal:
    """Read a number of any fraction, zero or more. Raises NotANumber."""
    return Decimal(".".join(_parts(typed)))


def read_signed(typed: str) -> Decimal:
    """Read by how much something changes: `+5`, `-2.50`, `−3`, `5 %`; without a sign it is more. Raises NotANumber."""
    found = _SIGNED.fullmatch(plain_digits(typed.strip()[: _LONGEST + 1]))
    if found is None:
        raise NotANumber
    number = read_number(found["number"])
    return number if found["sign"] in ("", "+") else -number


def read_money(typed: str, *, most_minor: int = MOST_MINOR) -> int:
    """Read an amount in pesos as centavos. Raises NotAnAmount; TooLarge (`most`, in pesos) over `most_minor`."""
    text = plain_digits(typed.strip()[: _LONGEST + 1])
    text = text[_matched(_PESOS_BEFORE, text) :]
    text = _DASH_AFTER.sub("", re.sub(f"(?:{_PESOS_AFTER.pattern})$", "", text, count=1, flags=re.IGNORECASE))
    try:
        pesos, centavos = _parts(text)
    except NotANumber:
        raise NotAnAmount from None
    if len(centavos) > 2:
        raise NotAnAmount  # 1.250 pesos: thousands or thousandths?
    minor = int(pesos) * 100 + int(centavos.ljust(2, "0"))
    if minor > most_minor:
        raise TooLarge(most=f"{most_minor // 100:,}")
    return minor


def _matched(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def read_whole(typed: str, *, most: int = 999_999_999) -> int:
    """Read a whole number, zero or more (`1,249`, `1 249`, `12.0`). Raises NotWhole; TooLarge over `most`."""
    try:
        number = read_number(typed)
    except NotANumber:
        raise NotWhole from None
    if number != number.to_integral_value():
        raise NotWhole
    if number > most:
        raise TooLarge(most=f"{most:,}")
    return int(number)


def _parts(typed: str) -> tuple[str, str]:
    """Give a number's digits before and after its decimal sign. Raises NotANumber where that is not clear."""
    text = re.sub(r"\s", " ", plain_digits(typed.strip()[: _LONGEST + 1])).translate(_APOSTROPHES).strip()
    if len(text) > _LONGEST:
        raise NotANumber
    whole = _whole(text)
    if whole is not None and not (text.count(".") == 1 and "," not in text):
        return whole, "0"
    at = max(text.rfind("."), text.rfind(","))
    head, sign, tail = text[: max(at, 0)], text[at : at + 1], text[at + 1 :]
    if sign not in (".", ",") or not (head or tail) or not (_DIGITS.fullmatch(tail) or (sign == "." and not tail)):
        raise NotANumber
    if sign == "," and len(tail) == 3 and head.strip("0"):
        raise NotANumber  # 1249,500: thousands or thousandths?
    whole = _whole(head) if head else "0"
    if whole is None or sign in head:
        raise NotANumber
    return whole, tail or "0"


def _whole(text: str) -> str | None:
    """Give the digits of a number without a fraction, in groups of three or in none; None where it is no such number."""
    if _DIGITS.fullmatch(text) or _GROUPS.fullmatch(text) or _MILLIONS.fullmatch(text):
        return re.sub(r"[^0-9]", "", text)
    return None
