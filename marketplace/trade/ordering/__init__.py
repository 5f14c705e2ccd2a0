"""Buying: the cart, the checkout, one purchase, and one order for each shop in it."""
