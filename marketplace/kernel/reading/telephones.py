"""Telephones: ten digits in Mexico, with whatever people still write before them; others with their country's number."""

from __future__ import annotations

import re

import phonenumbers

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import plain_digits

_LONGEST = 40
_BEFORE = re.compile(
    r"(?:tel(?:[ée]fonos?)?|tels?|cel(?:ular)?|m[óo]vil|whats(?:app)?|wa|phone|mobile)?\.?\s*:?\s*(?:tel:)?",
    re.IGNORECASE,
)
_MEXICAN = re.compile(
    # What was dialled before ten digits until August 2019 (IFT, Plan Técnico Fundamental de Numeración), or is written still.
    r"(?:\+?52|0052)?(?:1|01|044|045)?(?P<number>[2-9][0-9]{9})"
)


class NotATelephone(Unreadable):
    """No number that can be dialled, or one with an extension."""

    code = "reading.not_a_telephone"


def read_telephone(typed: str) -> str:
    """Read a telephone as it is stored (E.164, `+525512345678`); without a country it is Mexican. Raises NotATelephone."""
    text = plain_digits(typed.strip()[: _LONGEST + 1])
    text = text[found.end() :] if (found := _BEFORE.match(text)) else text
    digits = re.sub(r"[\s().\-–—/·\u2010\u2011]", "", text)
    if len(text) > _LONGEST or not re.fullmatch(r"\+?[0-9]{8,20}", digits):
        raise NotATelephone
    mexican = _MEXICAN.fullmatch(digits)
    try:
        number = phonenumbers.parse(mexican["number"] if mexican else digits, "MX")
    except phonenumbers.NumberParseException:
        raise NotATelephone from None
    national = str(number.national_number)
    if not phonenumbers.is_valid_number(number) or len(set(national)) == 1:
        raise NotATelephone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def write_telephone(stored: str) -> str:
    """Write a stored telephone as people read it (`+52 55 1234 5678`); what is none (a draft's, an erased one) as it is."""
    try:
        number = phonenumbers.parse(stored)
    except phonenumbers.NumberParseException:
        return stored
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
