"""E-mail addresses: one address, for who types one, for who compares two, and for who sends to it."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import plain_digits, seen

LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets


class NotAnEmail(Unreadable):
    """No address, or more than one, or one that no letter reaches."""

    code = "reading.not_an_email"


def read_email(typed: str) -> str:
    """Read one address as it is kept and compared (small letters, composed). Raises NotAnEmail."""
    email = key_of_email(typed)
    envelope_address(email)
    return email


def key_of_email(typed: str) -> str:
    """Give an address in the form that is compared: no spaces around, nothing unseen, small letters. Checks nothing."""
    return unicodedata.normalize("NFC", plain_digits(seen(typed[: LONGEST * 4]).strip()).lower())


def envelope_address(email: str) -> str:
    """Give an address as mail servers take it: a domain of other letters as punycode (RFC 5891). Raises NotAnEmail.

    Two addresses, a name with an address, a domain that nobody can have: each is none.
    """
    if len(email) > LONGEST:
        raise NotAnEmail
    try:
        found = validate_email(email, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as wrong:
        raise NotAnEmail from wrong
    if found.ascii_email is None:  # the part before the @ has letters that not every server takes
        raise NotAnEmail
    return found.ascii_email
