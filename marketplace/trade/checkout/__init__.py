"""Buying a cart: one purchase, one charge, and an order for each shop."""
