"""Small words about text: folding accents away and making addresses from names."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = dict.fromkeys(range(768, 880))


def fold(text: str) -> str:
    """Lower-case a text and take its accents off (`Cafetera Ñandú` → `cafetera nandu`)."""
    lower = text.lower()
    return lower if lower.isascii() else unicodedata.normalize("NFKD", lower).translate(_ACCENTS)


def slugify(text: str, *, longest: int = 80) -> str:
    """Make the readable part of an address from a name: ASCII letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:longest].rstrip("-") or "x"


# An account, a card or a telephone, written with or without gaps; an address of mail or of a page.
_LEADS_ELSEWHERE = re.compile(
    r"(\d[ .\-]?){9,}\d|[^\s@]+@[^\s@]+\.\w|https?:|www\.|\b[a-z0-9-]+\.(com|mx|net|org|me|link)\b", re.IGNORECASE
)


def leads_elsewhere(text: str) -> bool:
    """Say whether a text that nobody reviews names a way around the market: an account, a telephone, an address."""
    return _LEADS_ELSEWHERE.search(unicodedata.normalize("NFKC", text)) is not None


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """Write a text for a spreadsheet so that none takes it for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def whole_number(text: str, *, most: int = 999_999_999) -> int | None:
    """Read a whole number as people type it: plain digits, up to `most`. None for anything else (²; a thousand digits)."""
    typed = text.strip()
    number = int(typed) if re.fullmatch(r"[0-9]{1,12}", typed) else None
    return number if number is not None and number <= most else None
