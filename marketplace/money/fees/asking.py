"""The simulator asked the other way round: at which price is a given amount left to the shop?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from marketplace.money.fees.rules import Fee, FeeKind, Rulebook, Sale, SoldLine, fees_for, net, path_of, total
from marketplace.money.taxes import TaxStanding
from marketplace.people.sellers import ShopPlan

# Fees round each by itself, so that of two neighbouring prices the higher may leave a centavo less; never more than this.
_WOBBLE_MINOR = 10
DEAREST_MINOR = 1_000_000_000


def sale_of_one(
    category: str,
    price_minor: int,
    *,
    standing: TaxStanding = TaxStanding.REGISTERED,
    shipping_minor: int = 0,
    own_shipping_minor: int = 0,
    months: int | None = None,
    shop_plan: ShopPlan = ShopPlan.BASE,
) -> Sale:
    """One piece sold by itself; of its way, `shipping_minor` is what the buyer pays, `own_shipping_minor` what the shop does.

    `months`: in how many it is paid without interest. `shop_plan`: the plan of the shop that sells it.
    """
    sold = [SoldLine("one", category, price_minor)]
    return Sale(sold, shipping_minor, own_shipping_minor, standing, months=months, shop_plan=shop_plan)


def left_of(sale: Sale, fees: Iterable[Fee]) -> int:
    """What is left to the shop of a sale, in centavos, after its fees and what it pays its carrier."""
    return int(net(sale.gross_minor, 0, total(fees))) - sale.own_shipping_minor


def price_to_receive(
    net_minor: int,
    category: str,
    book: Rulebook,
    *,
    standing: TaxStanding = TaxStanding.REGISTERED,
    shipping_minor: int = 0,
    own_shipping_minor: int = 0,
    months: int | None = None,
    shop_plan: ShopPlan = ShopPlan.BASE,
    most_minor: int = DEAREST_MINOR,
) -> int | None:
    """Find the lowest price with IVA that leaves so many centavos of one piece sold; None where none up to `most_minor` does.

    With nothing to receive it is the price that covers its own fees. Within a band of prices more is left of a dearer
    sale; from one band to the next less may be, so each is looked through by itself. Raises NoRateInForce.
    """

    def enough(price: int) -> bool:
        asked = sale_of_one(
            category,
            price,
            standing=standing,
            shipping_minor=shipping_minor,
            own_shipping_minor=own_shipping_minor,
            months=months,
            shop_plan=shop_plan,
        )
        return left_of(asked, fees_for(asked, book)) >= net_minor

    plan = book.schedule.plan(months)
    paid_so_from = {plan.from_minor - shipping_minor} if plan else set()
    for low, high in _bands(category, book, most_minor, paid_so_from):
        reached = next((price for price in range(high, max(low, high - _WOBBLE_MINOR) - 1, -1) if enough(price)), None)
        if reached is not None:
            near = _first(enough, low, reached)
            return next(price for price in range(max(low, near - _WOBBLE_MINOR), near + 1) if enough(price))
    return None


@lru_cache(maxsize=1024)
def break_even(
    category: str,
    book: Rulebook,
    standing: TaxStanding,
    shipping_minor: int = 0,
    own_shipping_minor: int = 0,
    months: int | None = None,
    shop_plan: ShopPlan = ShopPlan.BASE,
) -> int | None:
    """Find the price that covers its own fees and its way; kept, since it is the same until tariff or law change."""
    return price_to_receive(
        0,
        category,
        book,
        standing=standing,
        shipping_minor=shipping_minor,
        own_shipping_minor=own_shipping_minor,
        months=months,
        shop_plan=shop_plan,
    )


def _bands(category: str, book: Rulebook, most_minor: int, more_edges: set[int]) -> Iterator[tuple[int, int]]:
    """The prices that the same rules decide together, first and last, from the lowest."""
    path = path_of(category)
    edges = {
        edge
        for rule in book.schedule.rules
        if rule.kind is FeeKind.COMMISSION and (rule.category is None or rule.category in path)
        for edge in (rule.from_minor, rule.until_minor or 0)
    }
    starts = sorted({1, *(edge for edge in edges | more_edges if 1 < edge <= most_minor)})
    return zip(starts, [*(start - 1 for start in starts[1:]), most_minor], strict=True)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Find where something begins to hold between two numbers, at the upper of which it does."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
