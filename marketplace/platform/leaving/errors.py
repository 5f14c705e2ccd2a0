"""What resting and closing may refuse."""

from marketplace.kernel.errors import Conflict, Invalid


class BadDates(Invalid):
    """A rest begins today or later, ends on that day or later, and is no longer than half a year."""

    code = "leaving.bad_dates"
    field = "last"


class LeadsElsewhere(Invalid):
    """What buyers read there is seen by nobody before, so it carries no account, telephone or address."""

    code = "leaving.leads_elsewhere"
    field = "message"


class NotOpen(Conflict):
    """The shop has closed."""

    code = "leaving.not_open"


class NotResting(Conflict):
    code = "leaving.not_resting"


class StillOpen(Conflict):
    """Orders, returns or claims wait for the shop: they are done first."""

    code = "leaving.still_open"


class PausedByMarket(Conflict):
    """Staff decided that the shop rests; that ends by its day, or by an appeal."""

    code = "leaving.paused_by_market"


class CannotReopen(Conflict):
    """More than thirty days have passed, or the market closed the shop."""

    code = "leaving.cannot_reopen"
