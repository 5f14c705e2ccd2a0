"""Where shops are found: the slug of their storefront, and domains of their own, proved by a DNS record.

The names themselves are the walls' business (`tenants.names`, `tenants.resolve`); here is what a shop does with its own.
"""

from marketplace.goods.addresses import rules
from marketplace.goods.addresses.gateways.resolver import zone_file
from marketplace.goods.addresses.queries import domains
from marketplace.goods.addresses.service import add_domain, change_slug

__all__ = [
    "add_domain",
    "change_slug",
    "domains",
    "rules",
    "zone_file",
]
