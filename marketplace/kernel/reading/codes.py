"""Codes that people copy from a page or a label: of orders, of a shop's own shelves."""

from __future__ import annotations

from marketplace.kernel.reading.text import plain_digits, seen


def key_of_code(typed: str) -> str:
    """Give what all writings of one code share: `7k3m 92qf`, `7K3M-92QF` → `7K3M92QF`."""
    return "".join(letter for letter in plain_digits(seen(typed)).upper() if letter.isalnum())
