"""How shops ship: zones, prices, the delivery promise."""

from marketplace.trade.shipping.queries import own_terms
from marketplace.trade.shipping.rules import (
    NEVER_FREE,
    OWN_RATE_SQL,
    SHIPS_FREE_SQL,
    Destination,
    Quote,
    Speed,
    Terms,
    Way,
    Zone,
    destination_of,
    own_rate,
    quote,
    quotes,
    ships_free,
    way,
)
from marketplace.trade.shipping.service import publish_terms

__all__ = [
    "NEVER_FREE",
    "OWN_RATE_SQL",
    "SHIPS_FREE_SQL",
    "Destination",
    "Quote",
    "Speed",
    "Terms",
    "Way",
    "Zone",
    "destination_of",
    "own_rate",
    "own_terms",
    "publish_terms",
    "quote",
    "quotes",
    "ships_free",
    "way",
]
