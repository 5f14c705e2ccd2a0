"""What inventory may refuse."""

from marketplace.kernel.errors import Conflict, Invalid


class NotEnough(Conflict):
    """There is less in stock than was asked for."""

    code = "inventory.not_enough"


class HeldByBuyers(Invalid):
    """Stock cannot be set below what buyers are paying for right now."""

    code = "inventory.held_by_buyers"
    field = "on_hand"
