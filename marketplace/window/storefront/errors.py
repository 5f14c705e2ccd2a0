"""What the product desk may refuse."""

from marketplace.kernel.errors import Invalid


class LeavesLess(Invalid):
    """At this price less than nothing would be left to the shop; a person or program that means it says so."""

    code = "storefront.leaves_less"
    field = "price"


class BelowCost(Invalid):
    """At this price less would be left than the piece costs the shop; a person or program that means it says so."""

    code = "storefront.below_cost"
    field = "price"


class BadPriceList(Invalid):
    """A list of prices that cannot be read. `problem` says why, and where it is the cells, `problems` says which."""

    code = "storefront.bad_price_list"
    field = "file"
