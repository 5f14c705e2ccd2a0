"""What privacy may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NotVoluntary(Invalid):
    """Only voluntary purposes can be switched."""

    code = "privacy.not_voluntary"


class AlreadyMaking(Conflict):
    """A copy of the same is being made."""

    code = "privacy.already_making"


class ExportNotReady(Conflict):
    """The copy is not made yet, or is over."""

    code = "privacy.not_ready"


class StillNeeded(Conflict):
    """Something is not finished, or a shop is owned."""

    code = "privacy.still_needed"


class AlreadyLeaving(Conflict):
    """The account is to be erased already."""

    code = "privacy.already_leaving"


class NotLeaving(Conflict):
    """There is no erasing that could be cancelled."""

    code = "privacy.not_leaving"


class RequestNotOpen(Conflict):
    """The request is at another step."""

    code = "privacy.request_not_open"


class ExtendedAlready(Conflict):
    """The law allows one extension of each time (LFPDPPP art. 31)."""

    code = "privacy.extended_already"


class ExtensionReasonMissing(Invalid):
    """Whoever asked must read why."""

    code = "privacy.reason_missing"
    field = "reason"


class RequestLinkOver(NotFound):
    """The link was used, or is none."""

    code = "privacy.link_over"
