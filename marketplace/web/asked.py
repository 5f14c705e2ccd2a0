"""What addresses and small forms carry that no form class reads: numbers of listings, and what somebody looks for."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from marketplace.kernel.reading import read_search
from marketplace.kernel.text import whole_number


def number_in(values: MultiDict[str, str], name: str, *, most: int = 999_999_999, otherwise: int = 0) -> int:
    """Give a whole number that an address or form carries; `otherwise` where it is none."""
    number = whole_number(values.get(name, ""), most=most)
    return otherwise if number is None else number


def numbers_in(values: MultiDict[str, str], name: str) -> list[int]:
    """Give the whole numbers that go by one name; what is none is left out."""
    return [number for text in values.getlist(name) if (number := whole_number(text)) is not None]


def text_in(values: MultiDict[str, str], name: str, *, most: int) -> str:
    """Give what somebody looks for, in one Unicode form, cut at `most` signs."""
    return read_search(values.get(name, ""), most=most)
