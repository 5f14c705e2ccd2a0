"""What payments may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchCharge(NotFound):
    """There is no payment under this address."""

    code = "payments.no_such_charge"


class CardDeclined(Invalid):
    """The bank said no."""

    code = "payments.card_declined"
    field = "card"


class ChargeOver(Conflict):
    """The time to pay this purchase is over; nothing was charged."""

    code = "payments.charge_over"


class RefundTooLarge(Conflict):
    """More would go back than was paid."""

    code = "payments.refund_too_large"
