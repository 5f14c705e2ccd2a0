"""What became of listings since a moment, to be narrowed and joined: how often they were seen, opened and bought."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from marketplace.kernel.calendar import mexican_day
from marketplace.trade.orders import SOLD
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.window.quality.models import ListingTraffic


def traffic_since(since: datetime) -> Select[UUID, UUID, int, int]:
    """Sum how often each listing was `seen` and `opened`; its `id` is the product's."""
    return (
        select(
            ListingTraffic.tenant_id,
            ListingTraffic.id,
            func.sum(ListingTraffic.seen).label("seen"),
            func.sum(ListingTraffic.opened).label("opened"),
        )
        .where(ListingTraffic.day > mexican_day(since))
        .group_by(ListingTraffic.tenant_id, ListingTraffic.id)
    )


def bought_since(since: datetime) -> Select[UUID, UUID, int]:
    """Count in how many orders each product was `bought`."""
    return (
        select(OrderLine.tenant_id, OrderLine.product_id, func.count(OrderLine.order_id.distinct()).label("bought"))
        .join(Order, (Order.tenant_id == OrderLine.tenant_id) & (Order.id == OrderLine.order_id))
        .where(Order.placed_at > since, Order.state.in_(SOLD))
        .group_by(OrderLine.tenant_id, OrderLine.product_id)
    )
