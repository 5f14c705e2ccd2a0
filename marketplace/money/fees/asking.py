"""The simulator asked the other way round: at which price is a given amount left to the shop?"""

from __future__ import annotations

from collections.abc import Callable

from marketplace.money.fees.rules import Rulebook, Sale, SoldLine, fees_for, net, total
from marketplace.money.taxes import TaxStanding

# Fees round each by itself, so that of two neighbouring prices the higher may leave a centavo less; never more than this.
_WOBBLE_MINOR = 10


def price_to_receive(
    net_minor: int, category: str, book: Rulebook, *, standing: TaxStanding = TaxStanding.REGISTERED, most_minor: int
) -> int | None:
    """Find the lowest price with IVA that leaves so many centavos of one piece sold; None where none up to `most_minor` does.

    With nothing to receive it is the price that covers its own fees. Raises NoRateInForce.
    """

    def left(price: int) -> int:
        fees = fees_for(Sale([SoldLine("one", category, price)], 0, 0, standing), book)
        return int(net(price, 0, total(fees)))

    if left(most_minor) < net_minor:
        return None
    near = _first(lambda price: left(price) >= net_minor, 1, most_minor)
    return next(price for price in range(max(1, near - _WOBBLE_MINOR), near + 1) if left(price) >= net_minor)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Find where something begins to hold between two numbers, at the upper of which it does."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
