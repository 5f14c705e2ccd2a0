"""What staff's own verbs may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchStaff(NotFound):
    code = "staff.no_such_member"


class UnknownRole(Invalid):
    code = "staff.unknown_role"
    field = "role"


class LastAdministrator(Conflict):
    """Somebody must be left who may let others in."""

    code = "staff.last_administrator"


class NothingToOpen(Invalid):
    code = "staff.nothing_to_open"
    field = "areas"


class AreaNotYours(NotAllowed):
    code = "staff.area_not_yours"


class LookReasonMissing(Invalid):
    code = "staff.reason_missing"
    field = "note"


class NoSuchLookedCase(Invalid):
    """The code is of no order, return or claim of that shop."""

    code = "staff.no_such_case"
    field = "about"
