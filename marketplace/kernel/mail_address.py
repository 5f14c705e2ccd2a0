"""What an e-mail address is, for who types one and for who sends to it."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email


class NotAnAddress(ValueError):
    """No letter can be sent to this."""


def envelope_address(typed: str) -> str:
    """Give the one address that was typed as mail servers take it: a domain of other letters as punycode (RFC 5891).

    Raises NotAnAddress for anything else, such as two addresses, a name with an address, or a domain for examples.
    """
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as wrong:
        raise NotAnAddress(str(wrong)) from wrong
    if found.ascii_email is None:
        raise NotAnAddress("the part before the @ has letters that not every server takes")
    return found.ascii_email
