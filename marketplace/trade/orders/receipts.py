"""Where the money of an order goes, line by line, as both sides see it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from marketplace.kernel.work import Work
from marketplace.money.fees import FrozenLine, fees_of_orders, receipt
from marketplace.trade.orders.queries import OrderView
from marketplace.trade.orders.rules import OrderState


def receipts_of(work: Work, views: Sequence[OrderView]) -> dict[UUID, receipt.Receipt]:
    """Give the receipt of each order, by its id, as its buyer sees it."""
    fees = fees_of_orders(work, [view.order.id for view in views])
    return {view.order.id: _receipt_of(view, fees[view.order.id]) for view in views}


def _receipt_of(view: OrderView, fees: Sequence[FrozenLine]) -> receipt.Receipt:
    order = view.order
    # From the moment it is cancelled all of it goes back; the books follow a moment later.
    all_back = order.state == OrderState.CANCELLED and order.refunded_minor < order.total_minor
    return receipt.frozen(
        order.total_minor,
        () if all_back else fees,
        names=view.names,
        wrapped=order.wrap_minor is not None,
        for_buyer=order.shop_name,
        refunded_minor=order.total_minor if all_back else order.refunded_minor,
    )
