"""Small words about text: folding accents away and making addresses from names."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Lower-case a text and take its accents off (`Cafetera Ñandú` → `cafetera nandu`)."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def slugify(text: str, *, longest: int = 80) -> str:
    """Make the readable part of an address from a name: ASCII letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:longest].rstrip("-") or "x"
