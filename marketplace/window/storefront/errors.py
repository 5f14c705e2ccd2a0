"""What the product desk may refuse."""

from marketplace.kernel.errors import Invalid


class LeavesLess(Invalid):
    """At this price less than nothing would be left to the shop; a person or program that means it says so."""

    code = "storefront.leaves_less"
    field = "price"
