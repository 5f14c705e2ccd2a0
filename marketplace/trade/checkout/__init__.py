"""Buying a cart: one purchase, one charge, and an order for each shop."""

from marketplace.trade.checkout import service
from marketplace.trade.checkout.drawing_up import NewPurchase, draw_up_order
from marketplace.trade.checkout.service import LINK_DAYS

__all__ = [
    "LINK_DAYS",
    "NewPurchase",
    "draw_up_order",
    "service",
]
