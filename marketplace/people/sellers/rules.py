"""Pure decisions about shops."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class ShopState(StrEnum):
    """Whether a shop sells."""

    PREPARING = "preparing"  # staff have not approved it: nobody but its people sees it
    OPEN = "open"
    RESTING = "resting"
    CLOSED = "closed"


SHUT = (ShopState.PREPARING, ShopState.CLOSED)  # not open yet, or no more: nobody finds it or buys there
SHUT_SQL = str(tuple(map(str, SHUT)))  # as statements by hand list it

SHOP_NEXT: Mapping[ShopState, frozenset[ShopState]] = {
    ShopState.PREPARING: frozenset({ShopState.OPEN}),
    ShopState.OPEN: frozenset({ShopState.RESTING, ShopState.CLOSED}),
    ShopState.RESTING: frozenset({ShopState.OPEN, ShopState.CLOSED}),
    ShopState.CLOSED: frozenset({ShopState.OPEN}),
}


class ClosedBy(StrEnum):
    """Who closed a shop."""

    SELLER = "seller"
    PLATFORM = "platform"


class ReturnPayer(StrEnum):
    """Who pays the way back of what is returned."""

    SELLER = "seller"
    BUYER = "buyer"


class ShopPlan(StrEnum):
    """The plan of a shop: for which of them a tariff may have rules of its own. Being in one costs nothing by itself."""

    BASE = "base"  # every shop about which nothing else was decided
    SUPPORT = "support"  # co-operatives, artisans and small producers that sell what they make
    VOLUME = "volume"  # who sells much (`kernel/published.py: VOLUME_ORDERS`)


def tax_standing(*, has_rfc: bool, paid_abroad: bool) -> str:
    """Say which withholding applies to a shop: registered, unregistered or abroad (LIF 2026 art. 25; LISR 113-C)."""
    if not has_rfc:
        return "unregistered"
    return "abroad" if paid_abroad else "registered"


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def carries_white_text(colour: str) -> bool:
    """Say whether white text on a colour ("#1F6B57") is readable: contrast 4.5 or more (WCAG 1.4.3)."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        return False
    return 1.05 / (_luminance(colour) + 0.05) >= 4.5
