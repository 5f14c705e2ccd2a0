"""What inventory may refuse."""

from marketplace.kernel.errors import Conflict, Invalid


class NotEnough(Conflict):
    """There is less in stock than was asked for."""

    code = "inventory.not_enough"


class StockChanged(Conflict):
    """There are no longer as many as whoever corrects them saw. Details: `seen` and `now`, in pieces."""

    code = "inventory.stock_changed"
    field = "on_hand"


class HeldByBuyers(Invalid):
    """Stock cannot be set below what buyers are paying for right now."""

    code = "inventory.held_by_buyers"
    field = "on_hand"


class MoreThanThere(Invalid):
    """More pieces are taken away than there are. Details: `now`, in pieces."""

    code = "inventory.more_than_there"
    field = "delta"
