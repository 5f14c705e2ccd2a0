"""A sale, with everything that a test does not care about filled in."""

from __future__ import annotations

from marketplace.money.fees.rules import Sale, SoldLine, TaxStanding
from marketplace.money.taxes.rules import Place
from marketplace.people.sellers import ShopPlan


def sale(
    *prices: int,
    category: str = "hogar",
    standing: TaxStanding = TaxStanding.REGISTERED,
    place: Place = Place.INLAND,
    shop_plan: ShopPlan = ShopPlan.BASE,
    **more: int,
) -> Sale:
    lines = [SoldLine(str(n), category, price) for n, price in enumerate(prices)]
    return Sale(lines, more.get("shipping", 0), more.get("own", 0), standing, more.get("fixed"), place, None, shop_plan)
