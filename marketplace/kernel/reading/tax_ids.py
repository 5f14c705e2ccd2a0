"""RFC and CURP: what the tax office and the civil registry know people by, right to their last digit."""

from __future__ import annotations

import re
import unicodedata

from stdnum.mx import curp as curp_numbers
from stdnum.mx import rfc as rfc_numbers

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import plain_digits

# Of everybody and of foreigners (RMF 2.7.1.21): they stand on receipts, and are nobody's own.
SHARED = frozenset({"XAXX010101000", "XEXX010101000"})
_BEFORE = re.compile(r"^(?:R\.?\s?F\.?\s?C|C\.?\s?U\.?\s?R\.?\s?P)\b\.?\s*:?\s*")
NATURAL, LEGAL = 13, 12  # characters of an RFC


class NotAnRfc(Unreadable):
    """No RFC: a shape, a date or a last digit that none has."""

    code = "reading.not_an_rfc"
    field = "rfc"


class SharedRfc(Unreadable):
    """One of the generic numbers of receipts, which belong to nobody."""

    code = "reading.shared_rfc"
    field = "rfc"


class NotACurp(Unreadable):
    """No CURP: a shape, a date, a state or a last digit that none has."""

    code = "reading.not_a_curp"
    field = "curp"


def read_rfc(typed: str, *, characters: int | None = None, shared: bool = False) -> str:
    """Read an RFC (CFF art. 27): 13 characters of a person, 12 of a company; `characters` says which is asked for.

    Raises NotAnRfc; SharedRfc, unless a generic one will do.
    """
    number = _plain(typed)
    if number in SHARED and shared:
        return number
    if number in SHARED:
        raise SharedRfc
    right = len(number) in ((characters,) if characters else (NATURAL, LEGAL))
    if not right or not rfc_numbers.is_valid(number, validate_check_digits=True):
        raise NotAnRfc
    return number


def read_curp(typed: str) -> str:
    """Read a CURP (18 characters). Raises NotACurp."""
    number = _plain(typed)
    if len(number) != 18 or not curp_numbers.is_valid(number):
        raise NotACurp
    return number


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFC", plain_digits(typed.strip()[:60])).upper()
    return re.sub(r"[\s.\-–—_/]", "", _BEFORE.sub("", text))
