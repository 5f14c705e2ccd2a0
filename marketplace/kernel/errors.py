"""The five ways to say no. Each refusal has a code; the sentence a person reads is written in the web's words."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """Base of every refusal. `code` names it ("returns.not_received_yet"); `details` are the plain values to tell.

    `field` names the form field it belongs to, where there is one.
    """

    code: ClassVar[str] = "refused"
    field: ClassVar[str | None] = None

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = details


class NotFound(Refusal):
    """There is no such thing, or it is not yours: the two look the same from outside."""

    code = "not_found"


class NotAllowed(Refusal):
    """You are at home here, but this is not yours to do."""

    code = "not_allowed"


class Invalid(Refusal):
    """What was given makes no sense as it stands."""

    code = "invalid"


class Conflict(Refusal):
    """It would have made sense a moment ago, or in another state."""

    code = "conflict"


class OutsideFailure(Refusal):
    """Somebody outside (payments, carriers, mail) did not do their part."""

    code = "outside_failure"


class NotInYourRole(NotAllowed):
    """A member of the staff wants to do what their role does not."""

    code = "not_in_your_role"


class OwnCase(NotAllowed):
    """Nobody of the staff decides about themselves, or about a shop they work in."""

    code = "own_case"


class HeldByColleague(Conflict):
    """Somebody else of the staff has taken this to decide, for some minutes more."""

    code = "held_by_colleague"
