"""Customer groups of a shop, who is in them, and what its goods cost them.

Front door: `GROUP_SQL` says within a statement whether somebody is in a group of a listing's shop, `prices_of_member` what they
pay; the verbs are for the demo.
"""

from marketplace.goods.groups.links import group_token
from marketplace.goods.groups.members import accept_group
from marketplace.goods.groups.prices import GROUP_SQL, GroupPrices, prices_of_member, set_group_prices
from marketplace.goods.groups.service import invite_people, open_group

__all__ = [
    "GROUP_SQL",
    "GroupPrices",
    "accept_group",
    "group_token",
    "invite_people",
    "open_group",
    "prices_of_member",
    "set_group_prices",
]
