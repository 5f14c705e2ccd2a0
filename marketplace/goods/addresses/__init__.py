"""Where shops are found: the slug of their storefront, domains of their own, proved by a DNS record, and what leads there
from addresses that their products had elsewhere.

The names themselves are the walls' business (`tenants.names`, `tenants.resolve`); here is what a shop does with its own.
"""

from marketplace.goods.addresses import rules
from marketplace.goods.addresses.gateways.resolver import zone_file
from marketplace.goods.addresses.old_addresses import lead_old_addresses, lead_paths_of_file
from marketplace.goods.addresses.queries import domains, find_moved, paths_to_lead
from marketplace.goods.addresses.service import add_domain, change_slug

__all__ = [
    "add_domain",
    "change_slug",
    "domains",
    "find_moved",
    "lead_old_addresses",
    "lead_paths_of_file",
    "paths_to_lead",
    "rules",
    "zone_file",
]
