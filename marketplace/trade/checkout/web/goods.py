"""What is bought, as it is shown beside the form of the checkout and again at the payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.kernel.work import Work
from marketplace.trade.cart import PricedCart
from marketplace.trade.orders import queries
from marketplace.trade.orders.models import Purchase
from marketplace.trade.shipping import Speed


@dataclass(frozen=True)
class ShownLine:
    """One thing that is bought, with what its pieces cost in centavos."""

    picture_key: str | None
    title: str
    variant_name: str
    quantity: int
    total_minor: int
    price_group: str | None  # whose price it is, where it is a group's


@dataclass(frozen=True)
class ShownPart:
    """What is bought of one shop, and its way: no days and no price while it is not known where it goes."""

    name: str
    lines: Sequence[ShownLine]
    days: tuple[date, date] | None
    way_minor: int | None
    express: bool = False
    wrap_minor: int | None = None  # None: it is not wrapped
    message: str = ""

    @property
    def pieces(self) -> int:
        """How many pieces of the shop's are bought."""
        return sum(line.quantity for line in self.lines)


def of_cart(cart: PricedCart) -> list[ShownPart]:
    """Show a cart as it is priced now."""
    return [
        ShownPart(
            part.name,
            [
                ShownLine(
                    line.picture["key"] if line.picture else None,
                    line.title,
                    line.variant_name,
                    line.quantity,
                    line.total_minor,
                    line.price_group,
                )
                for line in part.lines
            ],
            (part.quote.promise.first, part.quote.promise.last) if part.quote else None,
            part.shipping_minor if part.quote else None,
            part.quote is not None and part.quote.speed is Speed.EXPRESS,
            part.wrap_minor,
            part.message,
        )
        for part in cart.parts
    ]


def of_purchase(work: Work, purchase: Purchase) -> list[ShownPart]:
    """Show a purchase as it was placed. Within the scope."""
    orders = queries.orders_of(work, [purchase.id])[purchase.id]
    lines = queries.lines_of_orders(work, orders)
    return [
        ShownPart(
            order.shop_name,
            [
                ShownLine(
                    line.picture_key,
                    line.title,
                    line.variant_name,
                    line.quantity,
                    line.total_minor,
                    line.price_group,
                )
                for line in lines[order.id]
            ],
            (order.promise_from, order.promise_to),
            order.shipping_minor,
            order.express,
            order.wrap_minor,
            order.gift_message or "",
        )
        for order in orders
    ]
