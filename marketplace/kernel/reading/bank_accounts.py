"""CLABE: the account number that money is sent to in Mexico."""

from __future__ import annotations

import re

from marketplace.kernel.reading.errors import Unreadable
from marketplace.kernel.reading.text import plain_digits

_WEIGHTS = (3, 7, 1)


class NotAClabe(Unreadable):
    """Not 18 digits of which the last is right; a card's number, say."""

    code = "reading.not_a_clabe"
    field = "clabe"


def read_clabe(typed: str) -> str:
    """Read a CLABE: 18 digits, weights 3-7-1, each product modulo 10 (Banxico, circular 14/2017). Raises NotAClabe."""
    text = re.sub(r"^clabe\b\.?\s*:?\s*", "", plain_digits(typed.strip()[:60]), flags=re.IGNORECASE)
    number = re.sub(r"[\s.\-–—]", "", text)
    if not re.fullmatch(r"[0-9]{18}", number) or not int(number) or _check_digit(number) != number[17]:
        raise NotAClabe
    return number


def _check_digit(number: str) -> str:
    weighed = sum(int(digit) * _WEIGHTS[n % 3] % 10 for n, digit in enumerate(number[:17]))
    return str((10 - weighed % 10) % 10)


_BANKS = {
    "002": "Banamex", "012": "BBVA México", "014": "Santander", "019": "Banjército", "021": "HSBC", "030": "BanBajío",
    "036": "Inbursa", "042": "Mifel", "044": "Scotiabank", "058": "Banregio", "059": "Invex", "062": "Afirme",
    "072": "Banorte", "127": "Banco Azteca", "130": "Compartamos", "132": "Multiva", "133": "Actinver",
    "137": "BanCoppel", "166": "Banco del Bienestar", "638": "Nu México", "646": "STP", "722": "Mercado Pago",
    "728": "Spin by OXXO",
}  # fmt: skip


def bank_of(clabe: str) -> str:
    """Name the bank of an account by its first three digits; empty for one that is not among the common ones."""
    return _BANKS.get(clabe[:3], "")
