"""What something costs its buyer, and all that goes with the price."""

from marketplace.trade.pricing.months import LongestPlan, find_longest_plan, find_plan_of_offer
from marketplace.trade.pricing.offers import (
    FROM_SHELF,
    SHIPS_FREE,
    Offer,
    OfferInFull,
    OfferToBuy,
    ShopTerms,
    find_offers,
    find_offers_in_full,
    find_offers_to_buy,
    find_variant,
    get_offer,
    pictures_of_variant,
    quote_offer,
    select_offers,
    terms_of,
)
from marketplace.trade.pricing.queries import amounts_of_order, amounts_of_orders
from marketplace.trade.pricing.rules import (
    Amount,
    AmountKind,
    amount_of_goods,
    amount_of_wrap,
    amounts_of_way,
    taxes_in,
    total_of,
)
from marketplace.trade.pricing.service import freeze_amounts

__all__ = [
    "FROM_SHELF",
    "SHIPS_FREE",
    "Amount",
    "AmountKind",
    "LongestPlan",
    "Offer",
    "OfferInFull",
    "OfferToBuy",
    "ShopTerms",
    "amount_of_goods",
    "amount_of_wrap",
    "amounts_of_order",
    "amounts_of_orders",
    "amounts_of_way",
    "find_longest_plan",
    "find_offers",
    "find_offers_in_full",
    "find_offers_to_buy",
    "find_plan_of_offer",
    "find_variant",
    "freeze_amounts",
    "get_offer",
    "pictures_of_variant",
    "quote_offer",
    "select_offers",
    "taxes_in",
    "terms_of",
    "total_of",
]
