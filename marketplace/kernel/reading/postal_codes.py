"""Postal codes of Mexico (SEPOMEX): five digits, of which the first two say the state. Which are in use, a table knows."""

from __future__ import annotations

import re

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import plain_digits

_WRITTEN = re.compile(
    r"(?:c\.?\s*p\.?|c[óo]digo\s+postal|zip)?\s*:?\s*#?\s*(?P<code>[0-9]{2}[ .\-]?[0-9]{3})\.?", re.IGNORECASE
)


class NotAPostalCode(Unreadable):
    """Not five digits, or with a beginning that no state has."""

    code = "reading.not_a_postal_code"
    field = "postal_code"


def read_postal_code(typed: str) -> str:
    """Read a postal code (`C.P. 06700` → `06700`). Raises NotAPostalCode; a zero that was lost is not guessed."""
    found = _WRITTEN.fullmatch(" ".join(plain_digits(typed[:60]).split())) if len(typed) <= 60 else None
    code = re.sub(r"[^0-9]", "", found["code"]) if found else ""
    if not code or code.startswith("00"):
        raise NotAPostalCode
    return code
