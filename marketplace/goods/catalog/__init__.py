"""Goods: the taxonomy, what shops own (products) and what the public sees of it (listings).

Front door: `refresh_availability` and `count_sold` for whoever changes stock; `service` for the verbs; `taxonomy` for categories.
"""

from marketplace.goods.catalog import service, shelf
from marketplace.goods.catalog.archiving import archive_product, unarchive_product
from marketplace.goods.catalog.articles import (
    article_marks,
    match_article,
    own_article,
    relink_article,
    undo_article_mark,
    unlink_article,
)
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
    FarFromPrice,
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
from marketplace.goods.catalog.price_history import price_history
from marketplace.goods.catalog.price_rules import MOST_STEPS
from marketplace.goods.catalog.prices import PriceSet, check_not_far
from marketplace.goods.catalog.product_data import ProductData
from marketplace.goods.catalog.promotions import (
    cancel_promotion,
    promotion_of,
    promotions,
    schedule_promotion,
    turn_promotions,
)
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
from marketplace.goods.catalog.variants import (
    VariantData,
    name_variant,
    save_variants,
    set_price,
    set_sku,
    set_steps,
    steps_of,
)

__all__ = [
    "ATTRIBUTES",
    "BY_FORM",
    "BY_NUMBER",
    "CATEGORIES",
    "CHILDREN",
    "MOST_STEPS",
    "MOST_VARIANTS",
    "SIZE",
    "UNDO_FOR",
    "Attribute",
    "BulkKind",
    "BulkPreview",
    "Category",
    "Condition",
    "EditedMeanwhile",
    "FarFromPrice",
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
    "article_marks",
    "billable_grams",
    "bulk_acts",
    "cancel_bulk_act",
    "cancel_promotion",
    "check_not_far",
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
    "match_article",
    "may_be_undone",
    "name_variant",
    "own_article",
    "pictures_of",
    "preview_bulk_act",
    "price_history",
    "promotion_of",
    "promotions",
    "publish_product",
    "refresh_availability",
    "relink_article",
    "rows_left",
    "sat_key_of",
    "sat_unit_of",
    "save_variants",
    "schedule_promotion",
    "seen_as",
    "service",
    "set_costs",
    "set_price",
    "set_prices",
    "set_sku",
    "set_steps",
    "several",
    "shelf",
    "start_bulk_act",
    "steps_of",
    "take_down_product",
    "to_mend",
    "top_of",
    "turn_promotions",
    "unarchive_product",
    "undo_article_mark",
    "undo_bulk_act",
    "unlink_article",
    "variants_of",
    "words_of",
]
