"""What warranty may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchClaim(NotFound):
    code = "warranty.no_such_claim"


class ClaimNotCovered(Conflict):
    """The warranty frozen with the line is over, or has not begun."""

    code = "warranty.not_covered"


class ClaimAlreadyOpen(Conflict):
    code = "warranty.already_open"


class NoneLeft(Conflict):
    """More pieces than the buyer still has: the others go back, or went back, already."""

    code = "warranty.none_left"
    field = "quantity"


class ClaimReasonNeeded(Invalid):
    code = "warranty.reason_needed"
    field = "answer"


class ClaimWrongState(Conflict):
    code = "warranty.wrong_state"
