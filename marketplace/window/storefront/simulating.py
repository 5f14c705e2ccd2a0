"""What a sale would leave, before anything is sold: the glass receipt of a price, and the question about one that costs."""

from __future__ import annotations

from collections.abc import Iterable

from marketplace.kernel.work import Work
from marketplace.money.fees import Sale, fees_for, receipt, rulebook_in_force, sale_of_one
from marketplace.money.taxes import NoRateInForce, TaxStanding
from marketplace.people.sellers import tax_profiles
from marketplace.trade.shipping import NEVER_FREE, Zone, own_rate, own_terms, ships_free
from marketplace.window.storefront.errors import LeavesLess

FIRST_KILO = 1000


def simulate_sale(work: Work, category: str, price_minor: int, *, grams: int = FIRST_KILO) -> receipt.Receipt:
    """What one piece at a price leaves the shop this work stands in, sent to another state. Raises NoRateInForce on a day on
    which nothing can be sold.
    """
    sale = sale_to_another_state(work, category, price_minor, grams=grams)
    return receipt.simulated(sale, fees_for(sale, rulebook_in_force(work)), to_another_state=True)


def sale_to_another_state(work: Work, category: str, price_minor: int, *, grams: int = FIRST_KILO) -> Sale:
    """One piece sold by the shop this work stands in, by its own terms of shipping and with its tax standing.

    Whoever pays for the way, taking the payment and the law are reckoned of it: as an order is.
    """
    standing = TaxStanding(tax_profiles(work, [work.tenant_id])[work.tenant_id].standing)
    terms = own_terms(work)
    rate = terms.rates.get(Zone.NATIONAL) if terms else None
    if terms is None or rate is None:
        return sale_of_one(category, price_minor, standing=standing)
    way = own_rate(rate["base_minor"], rate["per_kg_minor"], grams)
    free = ships_free(price_minor, NEVER_FREE if terms.free_from_minor is None else terms.free_from_minor)
    return sale_of_one(
        category, price_minor, standing=standing, shipping_minor=0 if free else way, own_shipping_minor=way
    )


def check_leaves_something(
    work: Work, category: str, prices: Iterable[int], *, grams: int = FIRST_KILO, sure: str = ""
) -> None:
    """Ask once about a price (in centavos) of which less than nothing would be left; `sure` is what was asked about before.

    Raises LeavesLess for the first such price.
    """
    for price_minor in prices:
        try:
            net_minor = simulate_sale(work, category, price_minor, grams=grams).net_minor
        except NoRateInForce:
            return  # nothing can be sold today, at any price
        if net_minor < 0 and str(price_minor) not in sure.split():
            raise LeavesLess(price_minor=price_minor, net_minor=net_minor, sure=f"{sure} {price_minor}".strip())
