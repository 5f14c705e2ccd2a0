"""What returns may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchReturn(NotFound):
    code = "returns.no_such_return"


class WindowOver(Conflict):
    """The days in which something could be sent back are over, or it has not arrived yet."""

    code = "returns.window_over"


class NothingChosen(Invalid):
    code = "returns.nothing_chosen"
    field = "quantity"


class TooMany(Invalid):
    """More of a line than was bought, less what comes back already."""

    code = "returns.too_many"
    field = "quantity"


class UnderClaim(Conflict):
    """The shop repairs or replaces these pieces, or has not said yet: nobody gets the money for them as well."""

    code = "returns.under_claim"
    field = "quantity"


class TooManyOnSale(Invalid):
    """More pieces for sale again than came back."""

    code = "returns.too_many_on_sale"
    field = "restock"


class ReturnReasonNeeded(Invalid):
    """A shop that declines says why."""

    code = "returns.reason_needed"
    field = "note"


class ReturnWrongState(Conflict):
    code = "returns.wrong_state"
