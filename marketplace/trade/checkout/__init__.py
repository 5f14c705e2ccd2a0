"""Buying a cart: one purchase, one charge, and an order for each shop."""

from marketplace.trade.checkout import service
from marketplace.trade.checkout.address_book import AddressToKeep, save_address
from marketplace.trade.checkout.drawing_up import NewPurchase, draw_up_order

__all__ = [
    "AddressToKeep",
    "NewPurchase",
    "draw_up_order",
    "save_address",
    "service",
]
