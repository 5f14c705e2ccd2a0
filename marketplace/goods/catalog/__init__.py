"""Goods: the taxonomy, what shops own (products) and what the public sees of it (listings).

Front door: `refresh_availability` and `count_sold` for whoever changes stock; `service` for the verbs; `taxonomy` for categories.
"""

from marketplace.goods.catalog import service, shelf
from marketplace.goods.catalog.axes import (
    MOST_AXES,
    Axis,
    axis_in_words,
    choose_by,
    combinations,
    count_combinations,
    in_words,
)
from marketplace.goods.catalog.brands import (
    brand_named,
    brands_to_offer,
    count_products,
    find_brands,
    learn_brands,
    merge_brands,
)
from marketplace.goods.catalog.costs import costs_of, set_costs
from marketplace.goods.catalog.countries import country_names
from marketplace.goods.catalog.drafts import drop_draft, find_draft, keep_draft
from marketplace.goods.catalog.errors import (
    BadAxis,
    EditedMeanwhile,
    NoSuchListing,
    NoSuchVariant,
    NotACombination,
    NothingMended,
    ProductNotReady,
    ProductWrongState,
    SameCombination,
)
from marketplace.goods.catalog.options import seen_as
from marketplace.goods.catalog.rules import MOST_VARIANTS, NoGtin, ProductState, billable_grams, is_declined
from marketplace.goods.catalog.sat_keys import check_sat_keys, sat_key_of, sat_unit_of
from marketplace.goods.catalog.service import (
    PictureSaid,
    ProductData,
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
    is_leaf,
    leaves,
    several,
    top_of,
)
from marketplace.goods.catalog.terms import forget_terms, keep_terms, term_templates
from marketplace.goods.catalog.variants import VariantData, VariantFacts, name_variant, save_variants, set_price

__all__ = [
    "ATTRIBUTES",
    "BY_FORM",
    "BY_NUMBER",
    "CATEGORIES",
    "CHILDREN",
    "MOST_AXES",
    "MOST_VARIANTS",
    "SIZE",
    "Attribute",
    "Axis",
    "BadAxis",
    "Category",
    "EditedMeanwhile",
    "NoGtin",
    "NoSuchListing",
    "NoSuchVariant",
    "NotACombination",
    "NothingMended",
    "PictureSaid",
    "ProductData",
    "ProductNotReady",
    "ProductState",
    "ProductWrongState",
    "SameCombination",
    "VariantData",
    "VariantFacts",
    "axis_in_words",
    "billable_grams",
    "brand_named",
    "brands_to_offer",
    "check_sat_keys",
    "choose_by",
    "combinations",
    "costs_of",
    "count_combinations",
    "count_products",
    "count_sold",
    "country_names",
    "decline_product",
    "drop_draft",
    "facts_of",
    "find_brands",
    "find_draft",
    "forget_terms",
    "in_words",
    "is_declined",
    "is_leaf",
    "keep_draft",
    "keep_terms",
    "learn_brands",
    "leaves",
    "merge_brands",
    "name_variant",
    "pictures_of",
    "publish_product",
    "refresh_availability",
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
    "term_templates",
    "to_mend",
    "top_of",
    "variants_of",
    "words_of",
]
