"""What an address of delivery is made of. It is frozen with the purchase and each of its orders, and never rewritten.

Addresses that were written before the number had a box of its own have it in `street`, and no `exterior`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

ADDRESS_PARTS = (
    "postal_code",
    "state",
    "municipality",
    "settlement",
    "street",
    "exterior",
    "interior",
    "between",
    "references",
)
_STREET_AND_NUMBER = re.compile(
    r"(?P<street>\S[^,]*?\w{2}[^,]*?),?\s+(?:#|n[úu]m(?:ero|\.)?|no\.?)?\s*(?P<exterior>\d+(?:[- ]?(?:[A-Za-z]|bis))?)",
    re.I,
)
# After one of these alone a number is the street's name.
_KINDS_OF_STREET = frozenset({"calle", "av", "av.", "avenida", "carrera", "privada", "cerrada", "calzada"})


def split_number(address: Mapping[str, Any]) -> dict[str, Any]:
    """Propose an earlier address for the boxes of today: what reads as a number at the end of its street gets its own box.

    Whoever buys sees it before it is sent; where nothing reads so the address stays as it is.
    """
    found = _STREET_AND_NUMBER.fullmatch(address.get("street") or "")
    if address.get("exterior") or found is None or found["street"].lower() in _KINDS_OF_STREET:
        return dict(address)
    return {**address, **found.groupdict()}
