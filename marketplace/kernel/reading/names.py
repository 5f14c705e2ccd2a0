"""Names of people, brands and values: one name has many writings."""

from __future__ import annotations

import re
import unicodedata

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import read_line, seen
from marketplace.kernel.text import fold

_ADDRESS = re.compile(r"@|://|www\.|[<>{}\[\]\\]", re.IGNORECASE)


class NotAName(Unreadable):
    """No letter in it, or an address: a name stands in other people's letters, and a link there would be ours."""

    code = "reading.not_a_name"
    field = "name"


def read_name(typed: str, *, most: int = 80) -> str:
    """Read a person's name, in any alphabet. Raises NotAName, TextTooLong."""
    name = read_line(typed, most=most)
    if _ADDRESS.search(name) or not any(unicodedata.category(letter)[0] == "L" for letter in name):
        raise NotAName
    return name


def key_of_name(name: str) -> str:
    """Give what all writings of one name share: no case, accents, spaces or marks (`PEÑAFIEL`, `Peñafiel` → `penafiel`).

    A name of marks alone is its own key.
    """
    folded = fold(unicodedata.normalize("NFKC", seen(name)).casefold())
    return "".join(letter for letter in folded if letter.isalnum()) or folded.strip()
