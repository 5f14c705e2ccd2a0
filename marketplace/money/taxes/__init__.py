"""What the law takes: dated rates with their articles, and what kind of goods each category is to the tax."""

from marketplace.goods.catalog import Goods
from marketplace.money.taxes.errors import NoRateInForce
from marketplace.money.taxes.goods import Listed, every_listed, listed
from marketplace.money.taxes.queries import forget_known_rates, law_in_force, published_rates, rates_ending
from marketplace.money.taxes.rates import RATES
from marketplace.money.taxes.rules import Ending, Law, Place, Rate, TaxStanding, law_at

__all__ = [
    "RATES",
    "Ending",
    "Goods",
    "Law",
    "Listed",
    "NoRateInForce",
    "Place",
    "Rate",
    "TaxStanding",
    "every_listed",
    "forget_known_rates",
    "law_at",
    "law_in_force",
    "listed",
    "published_rates",
    "rates_ending",
]
