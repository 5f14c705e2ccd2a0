"""Keys of the tax office's catalogues, by their shape: what is sold (c_ClaveProdServ), by which unit (c_ClaveUnidad)."""

from __future__ import annotations

import re

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import plain_digits


class NotASatKey(Unreadable):
    """Not eight digits."""

    code = "reading.not_a_sat_key"
    field = "sat_key"


class NotASatUnit(Unreadable):
    """Not two or three letters and digits."""

    code = "reading.not_a_sat_unit"
    field = "sat_unit"


def read_sat_key(typed: str) -> str:
    """Read a key of c_ClaveProdServ (`1115 1700` → `11151700`). Raises NotASatKey."""
    found = re.sub(r"[\s.\-]", "", plain_digits(typed[:60]))
    if not re.fullmatch(r"[0-9]{8}", found):
        raise NotASatKey
    return found


def read_sat_unit(typed: str) -> str:
    """Read a key of c_ClaveUnidad (`h87` → `H87`). Raises NotASatUnit."""
    found = plain_digits(typed[:60]).strip().upper()
    if not re.fullmatch(r"[0-9A-Z]{2,3}", found):
        raise NotASatUnit
    return found
