"""Tariffs to come: what each would have cost the shops, and what a shop says to it. The tariff itself is in `money/fees`."""

from marketplace.platform.tariffs.service import accept_tariff

__all__ = [
    "accept_tariff",
]
