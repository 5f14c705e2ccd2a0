"""Automatic checks on plain values. They flag what a person should look at, with why; they never decide."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image

from marketplace.goods.catalog import asks_norm
from marketplace.kernel.text import fold, leads_elsewhere

_DATA = Path(__file__).parent / "data" / "forbidden.toml"

# What each flag adds to the risk of a case, by which the queue is ordered.
WEIGHTS: dict[str, int] = {
    "forbidden": 50,
    "same_picture": 25,
    "contact": 20,
    "no_norm": 20,
    "same_text": 15,
    "price_far": 15,
}
PRICE_FACTOR = 4  # a price this many times the category's median, or less than that part of it, is looked at
LEAST_PRICES = 8  # of a category, to say what is ordinary there
MOST_BITS_APART = 3  # two pictures whose hashes differ in no more of 64 bits are shown side by side
_BANDS, _BAND_BITS = 4, 16
_FLAT_BITS = 6  # a hash with fewer bits of either kind is of an even surface, and like every other
_LONG_TEXT = 80  # letters; shorter descriptions are alike by chance


@dataclass(frozen=True)
class Flag:
    """Something that a check found: its code, and what it found, as plain values that its sentence names."""

    code: str
    found: str = ""
    rule: str | None = None
    source: str = ""

    def plain(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return {name: value for name, value in asdict(self).items() if value}


def risk_of(flags: Iterable[Mapping[str, Any]]) -> int:
    """Add up what flags weigh; each code counts once."""
    return sum(WEIGHTS.get(code, 0) for code in {one["code"] for one in flags})


@lru_cache(1)
def _forbidden() -> list[tuple[re.Pattern[str], str, str]]:
    told = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return [
        (re.compile(r"\b(" + "|".join(re.escape(word) for word in group["words"]) + r")(s|es)?\b"), group["rule"],
         group["source"])
        for group in told["goods"]
    ]  # fmt: skip


def check_words(text: str) -> list[Flag]:
    """Flag words of goods that may not be sold, each kind of goods once, and what leads around the market."""
    folded = fold(text)
    found = [(pattern.search(folded), rule, source) for pattern, rule, source in _forbidden()]
    flags = [Flag("forbidden", match[0], rule, source) for match, rule, source in found if match]
    return [*flags, *([Flag("contact")] if leads_elsewhere(text) else [])]


def check_price(price_minor: int, median_minor: int | None) -> Flag | None:
    """Flag a price that is far from its category's median; both in centavos, None where too few are sold to say one."""
    if not median_minor or median_minor <= 0:
        return None
    if median_minor / PRICE_FACTOR <= price_minor <= median_minor * PRICE_FACTOR:
        return None
    return Flag("price_far", f"{price_minor}:{median_minor}")


_NORM = re.compile(r"\bnom[- ]?\d{3}")


def check_norm(path: Sequence[str], text: str) -> Flag | None:
    """Flag goods of a kind that needs a standard's certificate of which nothing is said; `path` is of their category."""
    asked = asks_norm(path)
    return Flag("no_norm", asked, "nom_missing") if asked and not _NORM.search(fold(text)) else None


def hash_text(text: str) -> int | None:
    """Give a mark of what a description says, in 63 bits; None where it is too short to be like another."""
    words = " ".join(re.findall(r"\w+", fold(text)))
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8]) >> 1 if len(words) >= _LONG_TEXT else None


def hash_picture(picture: Image.Image) -> int | None:
    """Give the difference hash (dHash) of a picture: 64 bits, whether each of 8 × 8 parts is darker than the next.

    Smaller, lighter or repacked pictures keep it nearly. None where it is of an even surface.
    """
    small = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    grey = small.tobytes()
    rows = (grey[start : start + 9] for start in range(0, 72, 9))
    bits = 0
    for row in rows:
        for left, right in pairwise(row):
            bits = bits << 1 | (left > right)
    return bits if _FLAT_BITS <= bits.bit_count() <= 64 - _FLAT_BITS else None


def bands_of(bits: int) -> list[int]:
    """Cut a hash into numbered parts: hashes with up to three bits apart have at least one in common, so an index finds them."""
    return [band << _BAND_BITS | bits >> band * _BAND_BITS & 0xFFFF for band in range(_BANDS)]


def look_alike(one: int, other: int) -> bool:
    """Say whether two pictures are the same, or nearly."""
    return (one ^ other).bit_count() <= MOST_BITS_APART
