"""What disputes may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchDispute(NotFound):
    code = "disputes.no_such_dispute"


class NotMissing(Conflict):
    """The promise is not over yet, the buyer said that it came, or its money is no longer held."""

    code = "disputes.not_missing"


class DisputeAlreadyOpen(Conflict):
    code = "disputes.already_open"


class SettledBefore(Conflict):
    """Whether this parcel came was settled: staff said no, or the buyer did not go on. Only another parcel can be missed."""

    code = "disputes.settled_before"


class NothingDeclined(Conflict):
    """Only what a shop declined, or proved, is for staff; and only once."""

    code = "disputes.nothing_declined"


class AnotherOpen(Conflict):
    """Something else about the order is open, and may move the same pieces: first that, then staff."""

    code = "disputes.another_open"


class DisputeTooLate(Conflict):
    """The published days to ask staff about what a shop declined are over."""

    code = "disputes.too_late"


class NothingLeft(Conflict):
    """The pieces that were declined are on their way back, or went back, by something else meanwhile."""

    code = "disputes.nothing_left"


class DisputeReasonNeeded(Invalid):
    code = "disputes.reason_needed"
    field = "reason"


class ResentBefore(Conflict):
    """A parcel is sent once more, not for ever."""

    code = "disputes.resent_before"
    field = "answer"


class DisputeWrongState(Conflict):
    code = "disputes.wrong_state"
