"""Goods: the taxonomy, what shops own (products) and what the public sees of it (listings).

Front door: `refresh_availability` and `count_sold` for whoever changes stock; `service` for the verbs; `taxonomy` for categories.
"""

from marketplace.goods.catalog import service, shelf
from marketplace.goods.catalog.archiving import archive_product, unarchive_product
from marketplace.goods.catalog.bulk import cancel_bulk_act, start_bulk_act, undo_bulk_act
from marketplace.goods.catalog.bulk_queries import (
    BulkPreview,
    bulk_acts,
    fresh_bulk_acts,
    get_bulk_act,
    preview_bulk_act,
    rows_left,
)
from marketplace.goods.catalog.bulk_rules import UNDO_FOR, BulkKind, PriceEnding, is_far, may_be_undone
from marketplace.goods.catalog.costs import costs_of, set_costs
from marketplace.goods.catalog.errors import (
    EditedMeanwhile,
    NoSuchListing,
    NoSuchVariant,
    NothingMended,
    ProductNotReady,
    ProductWrongState,
    SkuTaken,
    TooManyPictures,
)
from marketplace.goods.catalog.many import NewProduct, create_products, lock_products, set_prices
from marketplace.goods.catalog.options import seen_as
from marketplace.goods.catalog.prices import PriceSet
from marketplace.goods.catalog.product_data import ProductData
from marketplace.goods.catalog.rules import MOST_VARIANTS, Condition, ProductState, billable_grams, is_declined
from marketplace.goods.catalog.sat_keys import check_sat_keys, sat_key_of, sat_unit_of
from marketplace.goods.catalog.service import (
    decline_product,
    publish_product,
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
    accepts,
    is_leaf,
    leaves,
    several,
    top_of,
)
from marketplace.goods.catalog.variants import VariantData, name_variant, save_variants, set_price, set_sku

__all__ = [
    "ATTRIBUTES",
    "BY_FORM",
    "BY_NUMBER",
    "CATEGORIES",
    "CHILDREN",
    "MOST_VARIANTS",
    "SIZE",
    "UNDO_FOR",
    "Attribute",
    "BulkKind",
    "BulkPreview",
    "Category",
    "Condition",
    "EditedMeanwhile",
    "NewProduct",
    "NoSuchListing",
    "NoSuchVariant",
    "NothingMended",
    "PriceEnding",
    "PriceSet",
    "ProductData",
    "ProductNotReady",
    "ProductState",
    "ProductWrongState",
    "SkuTaken",
    "TooManyPictures",
    "VariantData",
    "accepts",
    "archive_product",
    "billable_grams",
    "bulk_acts",
    "cancel_bulk_act",
    "check_sat_keys",
    "costs_of",
    "count_sold",
    "create_products",
    "decline_product",
    "facts_of",
    "fresh_bulk_acts",
    "get_bulk_act",
    "is_declined",
    "is_far",
    "is_leaf",
    "leaves",
    "lock_products",
    "may_be_undone",
    "name_variant",
    "pictures_of",
    "preview_bulk_act",
    "publish_product",
    "refresh_availability",
    "rows_left",
    "sat_key_of",
    "sat_unit_of",
    "save_variants",
    "seen_as",
    "service",
    "set_costs",
    "set_price",
    "set_prices",
    "set_sku",
    "several",
    "shelf",
    "start_bulk_act",
    "take_down_product",
    "to_mend",
    "top_of",
    "unarchive_product",
    "undo_bulk_act",
    "variants_of",
    "words_of",
]
