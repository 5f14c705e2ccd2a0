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


def whole_number(text: str, *, most: int = 999_999_999) -> int | None:
    """Read a whole number as people type it: plain digits, up to `most`. None for anything else (²; a thousand digits)."""
    typed = text.strip()
    number = int(typed) if re.fullmatch(r"[0-9]{1,12}", typed) else None
    return number if number is not None and number <= most else None
