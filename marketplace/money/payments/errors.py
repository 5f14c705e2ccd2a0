"""What payments may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound, OutsideFailure


class NoSuchCharge(NotFound):
    """There is no payment under this address."""

    code = "payments.no_such_charge"


class CardDeclined(Invalid):
    """The bank said no, and not why."""

    code = "payments.card_declined"
    field = "card"


class NoFunds(CardDeclined):
    """There is not enough money behind the card."""

    code = "payments.no_funds"


class CardExpired(CardDeclined):
    """The card's time is over."""

    code = "payments.card_expired"


class UnknownCard(CardDeclined):
    """No bank knows this number."""

    code = "payments.unknown_card"


_WHY: dict[str, type[CardDeclined]] = {
    "insufficient_funds": NoFunds,
    "expired_card": CardExpired,
    "unknown_card": UnknownCard,
}


def declined_for(reason: str) -> CardDeclined:
    """Give the refusal for why a bank declines, as providers name it."""
    return _WHY.get(reason, CardDeclined)(reason=reason)


class ChargeOver(Conflict):
    """The time to pay this purchase is over; nothing was charged."""

    code = "payments.charge_over"


class ChargePaid(Conflict):
    """It was paid already."""

    code = "payments.charge_paid"


class RefundTooLarge(Conflict):
    """More would go back than was paid."""

    code = "payments.refund_too_large"


class ProviderSilent(OutsideFailure):
    """The provider gave no answer, or none that helps. Whether it did what it was asked is not known."""

    code = "payments.provider_silent"


class NoSuchProvider(NotFound):
    """No provider of this name is in use here."""

    code = "payments.no_such_provider"
