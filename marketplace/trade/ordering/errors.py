"""What ordering may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class EmptyCart(Invalid):
    code = "ordering.empty_cart"


class BadQuantity(Invalid):
    code = "ordering.bad_quantity"
    field = "quantity"


class CartFull(Invalid):
    code = "ordering.cart_full"


class CartChanged(Conflict):
    """Price or stock is not what the buyer saw. `details["changes"]` names each line; nothing was ordered."""

    code = "ordering.cart_changed"


class FormUsed(Conflict):
    """This form made a purchase already, and whoever sends it again is not who made it. Nothing of it is told."""

    code = "ordering.form_used"


class TooManyUnpaid(Conflict):
    """The account has as many purchases waiting for their payment as it may; each holds stock."""

    code = "ordering.too_many_unpaid"


class TooManyHeld(Conflict):
    """As many wait with this e-mail address, or from this network; whose they are is not said."""

    code = "ordering.too_many_held"


class NoSuchOrder(NotFound):
    code = "ordering.no_such_order"


class NoSuchPurchase(NotFound):
    code = "ordering.no_such_purchase"


class LinkOver(NotFound):
    """The guest link is wrong, or its time is over."""

    code = "ordering.link_over"


class OutOfStep(Conflict):
    """The order is not in the state in which this can be done; its page shows how it stands."""

    code = "ordering.out_of_step"


class TooLate(OutOfStep):
    """The order is past the state in which this can be done."""

    code = "ordering.too_late"


class NotYet(OutOfStep):
    """The order is not yet in the state in which this can be done."""

    code = "ordering.not_yet"


class AlreadyDone(OutOfStep):
    """Somebody did this before."""

    code = "ordering.already_done"


class AlreadyCancelled(OutOfStep):
    """The order was cancelled before."""

    code = "ordering.already_cancelled"


class ReasonNeeded(Invalid):
    code = "ordering.reason_needed"
    field = "reason"


class DisputeOpen(Conflict):
    """Something about the order is before the shop or staff; one thing after the other."""

    code = "ordering.dispute_open"
