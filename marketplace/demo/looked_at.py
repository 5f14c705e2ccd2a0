"""How often the goods of the demo market were seen and opened in the last thirteen weeks, and what that tells of what they say.

What says all that people filter by is opened more often; what almost nobody says (a bar code, who makes it) tells nothing yet.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.window.quality import ListingFact, measure_facts, stated
from marketplace.window.quality.models import ListingTraffic
from tenants.rows import NewRows

_WEEKS = 13
# Of a hundred times that something is seen, so many more it is opened, for what it says.
_ORDINARY, _OPENED_MORE = 5.0, {ListingFact.FILTERS: 3.2, ListingFact.PICTURES: 1.5, ListingFact.TEXT: 0.8}
_SEEN_FOR_EACH_SALE = 25


def tell(work: Work) -> None:
    """Lay down the counts of each week, on its last day, and measure."""
    rows, today = NewRows(), mexican_day(work.now)
    for one in work.session.execute(_listed(work)):
        chance = one.number * 7919 % 101 / 101
        share = _ORDINARY + sum(more for fact, more in _OPENED_MORE.items() if one.stated.get(fact, True)) + 2 * chance
        weeks = min(_WEEKS, (today - mexican_day(one.published_at)).days // 7 + 1)
        sold = -(-one.bought * _SEEN_FOR_EACH_SALE // weeks)
        for week in range(weeks):
            seen = 25 + sold + int(60 * chance) + one.number * (week + 3) % 11
            rows.add(
                ListingTraffic, tenant_id=one.tenant_id, id=one.id, day=today - timedelta(days=7 * week), seen=seen,
                opened=-int(-seen * share // 100),
            )  # fmt: skip
    rows.write(work.session)
    measure_facts(work)


def _listed(work: Work) -> Any:
    since = work.now - timedelta(weeks=_WEEKS)
    bought = (
        select(OrderLine.tenant_id, OrderLine.product_id, func.count(OrderLine.order_id.distinct()).label("bought"))
        .join(Order, (Order.tenant_id == OrderLine.tenant_id) & (Order.id == OrderLine.order_id))
        .where(Order.placed_at > since)
        .group_by(OrderLine.tenant_id, OrderLine.product_id)
        .subquery()
    )
    return (
        select(
            Listing.tenant_id, Listing.id, Listing.number, Listing.published_at, stated().label("stated"),
            func.coalesce(bought.c.bought, 0).label("bought"),
        )
        .join(Product, (Product.tenant_id == Listing.tenant_id) & (Product.id == Listing.id))
        .outerjoin(bought, (bought.c.tenant_id == Listing.tenant_id) & (bought.c.product_id == Listing.id))
        .order_by(Listing.number)
    )  # fmt: skip
