"""Buying a cart: one purchase, one charge, and an order for each shop."""

from marketplace.trade.checkout import service
from marketplace.trade.checkout.drawing_up import NewPurchase, draw_up_order

__all__ = [
    "NewPurchase",
    "draw_up_order",
    "service",
]
