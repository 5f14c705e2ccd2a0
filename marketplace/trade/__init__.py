"""How it is sold: shipping and orders."""
