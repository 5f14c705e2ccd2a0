"""Buying a cart: one purchase, one charge, and an order for each shop."""

from marketplace.trade.checkout import service

__all__ = [
    "service",
]
