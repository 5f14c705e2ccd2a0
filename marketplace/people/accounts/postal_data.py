"""Reads the postal codes that this release ships."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent / "data" / "postal_codes.tsv.gz"


class PostalCodeRow(NamedTuple):
    """One postal code. `border`: 0 none, 1 north, 2 south. Settlements are joined with |."""

    code: str
    state_code: str
    state: str
    municipality: str
    city: str
    border: int
    settlements: str


def read_postal_codes() -> Iterator[PostalCodeRow]:
    """Give every postal code, one at a time."""
    with gzip.open(_FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            code, state_code, state, municipality, city, border, settlements = line.rstrip("\n").split("\t")
            yield PostalCodeRow(code, state_code, state, municipality, city, int(border), settlements)
