"""Goods: the taxonomy, what shops own (products) and what the public sees of it (listings).

Front door: `refresh_availability` and `count_sold` for whoever changes stock; `service` for the verbs; `taxonomy` for categories.
"""

from marketplace.goods.catalog import service, shelf
from marketplace.goods.catalog.costs import costs_of, set_costs
from marketplace.goods.catalog.errors import (
    EditedMeanwhile,
    NoSuchListing,
    NoSuchVariant,
    NothingMended,
    ProductNotReady,
    ProductWrongState,
)
from marketplace.goods.catalog.options import seen_as
from marketplace.goods.catalog.rules import MOST_VARIANTS, ProductState, billable_grams, is_declined
from marketplace.goods.catalog.sat_keys import check_sat_keys, sat_key_of, sat_unit_of
from marketplace.goods.catalog.service import (
    ProductData,
    decline_product,
    limit_product,
    publish_product,
    reinstate_product,
    take_down_product,
)
from marketplace.goods.catalog.shelf import (
    count_sold,
    facts_of,
    pictures_of,
    refresh_availability,
    to_mend,
    variants_of,
    words_of,
)
from marketplace.goods.catalog.taxonomy import (
    ATTRIBUTES,
    BY_FORM,
    BY_NUMBER,
    CATEGORIES,
    CHILDREN,
    SIZE,
    Attribute,
    Category,
    is_leaf,
    leaves,
    several,
    top_of,
)
from marketplace.goods.catalog.variants import VariantData, name_variant, save_variants, set_price

__all__ = [
    "ATTRIBUTES",
    "BY_FORM",
    "BY_NUMBER",
    "CATEGORIES",
    "CHILDREN",
    "MOST_VARIANTS",
    "SIZE",
    "Attribute",
    "Category",
    "EditedMeanwhile",
    "NoSuchListing",
    "NoSuchVariant",
    "NothingMended",
    "ProductData",
    "ProductNotReady",
    "ProductState",
    "ProductWrongState",
    "VariantData",
    "billable_grams",
    "check_sat_keys",
    "costs_of",
    "count_sold",
    "decline_product",
    "facts_of",
    "is_declined",
    "is_leaf",
    "leaves",
    "limit_product",
    "name_variant",
    "pictures_of",
    "publish_product",
    "refresh_availability",
    "reinstate_product",
    "sat_key_of",
    "sat_unit_of",
    "save_variants",
    "seen_as",
    "service",
    "set_costs",
    "set_price",
    "several",
    "shelf",
    "take_down_product",
    "to_mend",
    "top_of",
    "variants_of",
    "words_of",
]
