"""What sellers may refuse."""

from marketplace.kernel.errors import Invalid, NotFound


class NoSuchShop(NotFound):
    code = "sellers.no_such_shop"


class UnreadableColour(Invalid):
    code = "sellers.unreadable_colour"
    field = "colour"


class BadRfc(Invalid):
    code = "sellers.bad_rfc"
    field = "rfc"
