"""Goods: the taxonomy, what shops own (products) and what the public sees of it (listings).

Front door: `refresh_availability` for whoever changes stock; `service` for the verbs; `taxonomy` for categories.
"""

from marketplace.catalog.shelf import refresh_availability

__all__ = ["refresh_availability"]
