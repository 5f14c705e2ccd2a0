"""What accounts may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class EmailTaken(Conflict):
    code = "accounts.email_taken"
    field = "email"


class WeakPassword(Invalid):
    code = "accounts.weak_password"
    field = "password"


class WrongCredentials(Invalid):
    code = "accounts.wrong_credentials"
    field = "password"


class TooManyAttempts(Invalid):
    code = "accounts.too_many_attempts"


class UnknownPostalCode(Invalid):
    code = "accounts.unknown_postal_code"
    field = "postal_code"


class NoSuchSession(NotFound):
    code = "accounts.no_such_session"
