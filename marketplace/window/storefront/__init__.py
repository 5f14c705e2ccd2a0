"""The shop window: home, product pages and cards for buyers; the product desk for sellers."""

from marketplace.window.storefront import cards
from marketplace.window.storefront.queries import last_number
from marketplace.window.storefront.service import VariantOnDesk, save_product
from marketplace.window.storefront.shelves import stocked
from marketplace.window.storefront.simulating import check_leaves_something

__all__ = [
    "VariantOnDesk",
    "cards",
    "check_leaves_something",
    "last_number",
    "save_product",
    "stocked",
]
