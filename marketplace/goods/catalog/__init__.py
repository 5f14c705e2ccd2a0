"""Goods: the taxonomy, what shops own (products) and what the public sees of it (listings).

Front door: `refresh_availability` and `count_sold` for whoever changes stock; `service` for the verbs; `taxonomy` for categories.
"""

from marketplace.goods.catalog.shelf import count_sold, refresh_availability

__all__ = ["count_sold", "refresh_availability"]
