"""What a sale would leave, before anything is sold: the glass receipt of a price, and the question about one that costs."""

from __future__ import annotations

from collections.abc import Iterable

from marketplace.kernel.work import Work
from marketplace.money.fees import Sale, SoldLine, fees_for, receipt, rulebook_in_force
from marketplace.money.taxes import NoRateInForce, TaxStanding
from marketplace.people.sellers import tax_profiles
from marketplace.trade.shipping import Zone, own_terms
from marketplace.window.storefront.errors import LeavesLess


def simulate_sale(work: Work, category: str, price_minor: int) -> receipt.Receipt:
    """What one piece at a price leaves the shop this work stands in, sent to another state; what the buyer pays for shipping
    is left out. Raises NoRateInForce on a day on which nothing can be sold.
    """
    assert work.tenant_id is not None  # a seller's work
    standing = TaxStanding(tax_profiles(work, [work.tenant_id])[work.tenant_id].standing)
    terms = own_terms(work)
    free = terms is not None and terms.free_from_minor is not None and price_minor >= terms.free_from_minor
    own_way = terms.rates.get(Zone.NATIONAL, {}).get("base_minor", 0) if terms and free else 0
    sale = Sale([SoldLine("one", category, price_minor)], 0, own_way, standing)
    return receipt.simulated(price_minor, fees_for(sale, rulebook_in_force(work)), own_way_minor=own_way)


def check_leaves_something(work: Work, category: str, prices: Iterable[int], *, sure: str = "") -> None:
    """Ask once about a price (in centavos) of which less than nothing would be left; `sure` is what was asked about before.

    Raises LeavesLess for the first such price.
    """
    for price_minor in prices:
        try:
            net_minor = simulate_sale(work, category, price_minor).net_minor
        except NoRateInForce:
            return  # nothing can be sold today, at any price
        if net_minor < 0 and str(price_minor) not in sure.split():
            raise LeavesLess(price_minor=price_minor, net_minor=net_minor, sure=f"{sure} {price_minor}".strip())
