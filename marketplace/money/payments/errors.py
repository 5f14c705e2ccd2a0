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


class CardBlocked(CardDeclined):
    """The bank holds the card for lost or stolen."""

    code = "payments.card_blocked"


class WrongSecurityCode(CardDeclined):
    """The code on the back, or the PIN, is not the card's."""

    code = "payments.wrong_security_code"


class OverTheLimit(CardDeclined):
    """The bank lets this card spend less."""

    code = "payments.over_the_limit"


class NotAuthenticated(CardDeclined):
    """The bank asked whether it is its customer, and was not told."""

    code = "payments.not_authenticated"


class BankBusy(CardDeclined):
    """The bank could not answer now."""

    code = "payments.bank_busy"


class VoucherExpired(CardDeclined):
    """A voucher's days passed."""

    code = "payments.voucher_expired"


# Reasons as Stripe names them: https://docs.stripe.com/declines/codes
_WHY: dict[str, type[CardDeclined]] = {
    "insufficient_funds": NoFunds,
    "expired_card": CardExpired,
    "unknown_card": UnknownCard,
    "incorrect_number": UnknownCard,
    "invalid_number": UnknownCard,
    "lost_card": CardBlocked,
    "stolen_card": CardBlocked,
    "pickup_card": CardBlocked,
    "restricted_card": CardBlocked,
    "incorrect_cvc": WrongSecurityCode,
    "invalid_cvc": WrongSecurityCode,
    "incorrect_pin": WrongSecurityCode,
    "card_velocity_exceeded": OverTheLimit,
    "withdrawal_count_limit_exceeded": OverTheLimit,
    "authentication_required": NotAuthenticated,
    "payment_intent_authentication_failure": NotAuthenticated,
    "issuer_not_available": BankBusy,
    "processing_error": BankBusy,
    "try_again_later": BankBusy,
    "reenter_transaction": BankBusy,
    "payment_intent_payment_attempt_expired": VoucherExpired,
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


class NoSuchChargeback(NotFound):
    """There is no chargeback under this address."""

    code = "payments.no_such_chargeback"


class AnsweredBefore(Conflict):
    """Evidence was sent before, or the bank decided; nothing can be added."""

    code = "payments.answered_before"


class RefundTooLarge(Conflict):
    """More would go back than was paid."""

    code = "payments.refund_too_large"


class NotStuck(Conflict):
    """It is on its way back, or went: no account is asked for."""

    code = "payments.not_stuck"


class ProviderSilent(OutsideFailure):
    """The provider gave no answer, or none that helps. Whether it did what it was asked is not known."""

    code = "payments.provider_silent"


class NoSuchProvider(NotFound):
    """No provider of this name is in use here."""

    code = "payments.no_such_provider"
