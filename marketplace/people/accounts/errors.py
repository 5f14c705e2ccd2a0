"""What accounts may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class EmailTaken(Conflict):
    code = "accounts.email_taken"
    field = "email"


class WeakPassword(Invalid):
    code = "accounts.weak_password"
    field = "password"


class WrongCredentials(Invalid):
    code = "accounts.wrong_credentials"
    field = "password"


class WrongPassword(Invalid):
    """Of somebody who is known: only the password can be wrong."""

    code = "accounts.wrong_password"
    field = "password"


class TooManyAttempts(Invalid):
    code = "accounts.too_many_attempts"


class WrongCode(Invalid):
    code = "accounts.wrong_code"
    field = "code"


class WrongPasskey(Invalid):
    code = "accounts.wrong_passkey"


class LinkDead(NotFound):
    """A link of a letter is wrong, was used, was replaced by a newer one, or its time is over."""

    code = "accounts.link_dead"


class SecondStepOver(Invalid):
    """Too long between the password and the second factor: the password is asked again."""

    code = "accounts.second_step_over"


class FactorThere(Conflict):
    """There is an authenticator app already, or this passkey is registered."""

    code = "accounts.factor_there"


class VerifyFirst(NotAllowed):
    """This needs a person who can be reached: the e-mail address is not verified yet."""

    code = "accounts.verify_first"


class NoSuchFactor(NotFound):
    code = "accounts.no_such_factor"


class UnknownPostalCode(Invalid):
    code = "accounts.unknown_postal_code"
    field = "postal_code"


class NoSettlements(Invalid):
    """A postal code that no settlement has; some offices have one of their own, so it is asked about once."""

    code = "accounts.no_settlements"
    field = "postal_code"


class OtherState(Invalid):
    """The postal code is of another state: where it goes, and what that costs, would not be the same."""

    code = "accounts.other_state"
    field = "state"


class OtherSettlement(Invalid):
    """The postal code has no such settlement; new ones are on no list, so it is asked about once."""

    code = "accounts.other_settlement"
    field = "settlement"


class NoSuchSession(NotFound):
    code = "accounts.no_such_session"
