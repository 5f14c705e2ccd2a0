"""Where the money of an order goes, line by line, as both sides see it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from marketplace.kernel.work import Work
from marketplace.money.fees import fees_of_orders, receipt
from marketplace.trade.orders.queries import OrderView


def receipts_of(work: Work, views: Sequence[OrderView]) -> dict[UUID, receipt.Receipt]:
    """Give the receipt of each order, by its id, as its buyer sees it."""
    fees = fees_of_orders(work, [view.order.id for view in views])
    return {
        view.order.id: receipt.frozen(
            view.order.total_minor,
            fees[view.order.id],
            names=view.names,
            for_buyer=view.order.shop_name,
            refunded_minor=view.order.refunded_minor,
        )
        for view in views
    }
