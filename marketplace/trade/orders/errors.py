"""What orders may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchOrder(NotFound):
    code = "orders.no_such_order"


class NoSuchPurchase(NotFound):
    code = "orders.no_such_purchase"


class GuestLinkOver(NotFound):
    """The guest link is wrong, or its time is over."""

    code = "orders.link_over"


class OutOfStep(Conflict):
    """The order is not in the state in which this can be done; its page shows how it stands."""

    code = "orders.out_of_step"


class OrderTooLate(OutOfStep):
    """The order is past the state in which this can be done."""

    code = "orders.too_late"


class NotYet(OutOfStep):
    """The order is not yet in the state in which this can be done."""

    code = "orders.not_yet"


class AlreadyDone(OutOfStep):
    """Somebody did this before."""

    code = "orders.already_done"


class AlreadyCancelled(OutOfStep):
    """The order was cancelled before."""

    code = "orders.already_cancelled"


class OrderReasonNeeded(Invalid):
    code = "orders.reason_needed"
    field = "reason"


class DisputeOpen(Conflict):
    """Something about the order is before the shop or staff; one thing after the other."""

    code = "orders.dispute_open"
