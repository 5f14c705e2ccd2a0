"""What a checkout may refuse."""

from marketplace.kernel.errors import Conflict, NotFound


class CartChanged(Conflict):
    """Price or stock is not what the buyer saw. `details["changes"]` names each line; nothing was ordered."""

    code = "checkout.cart_changed"


class FormUsed(Conflict):
    """This form made a purchase already, and whoever sends it again is not who made it. Nothing of it is told."""

    code = "checkout.form_used"


class TooManyUnpaid(Conflict):
    """The account has as many purchases waiting for their payment as it may; each holds stock."""

    code = "checkout.too_many_unpaid"


class TooManyHeld(Conflict):
    """As many wait with this e-mail address, or from this network; whose they are is not said."""

    code = "checkout.too_many_held"


class NoSuchAddress(NotFound):
    code = "checkout.no_such_address"


class LabelTaken(Conflict):
    """Another address of the same person is called so."""

    code = "checkout.label_taken"
    field = "label"


class TooManyAddresses(Conflict):
    code = "checkout.too_many_addresses"
