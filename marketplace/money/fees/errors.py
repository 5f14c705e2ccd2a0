"""What fees may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchDraft(NotFound):
    code = "fees.no_such_draft"


class NoSuchTariff(NotFound):
    code = "fees.no_such_tariff"


class DraftChanged(Conflict):
    """Somebody else saved it meanwhile, or it is published or thrown away."""

    code = "fees.draft_changed"


class OwnDraft(NotAllowed):
    """Two people: who wrote any part of a draft does not publish it."""

    code = "fees.own_draft"


class NotATariff(Invalid):
    """Some sale would be decided by no rule, or by two with equal right. `faults` are `schedules.Fault`s."""

    code = "fees.not_a_tariff"
    field = "rules"


class NothingChanges(Invalid):
    code = "fees.nothing_changes"
    field = "rules"


class SummaryMissing(Invalid):
    code = "fees.summary_missing"
    field = "summary"


class DayMissing(Invalid):
    code = "fees.day_missing"
    field = "starts_on"


class TooSoon(Invalid):
    """It begins before its notice is over. `days` are needed, `earliest` is the first day."""

    code = "fees.too_soon"
    field = "starts_on"


class InSeason(Invalid):
    """It begins while shops have their hands full. `season` names it; `earliest` is the first day after."""

    code = "fees.in_season"
    field = "starts_on"


class SeasonsUnknown(Invalid):
    """The seasons of that year are not entered yet: nobody can say that it begins in none. `last` is known."""

    code = "fees.seasons_unknown"
    field = "starts_on"


class AnotherAnnounced(Conflict):
    """Another version is announced and has not begun: what changes from what would not be clear. `version` is it."""

    code = "fees.another_announced"


class NotWeighedYet(Conflict):
    """What the last ninety days would have cost is not computed yet of what the draft says now."""

    code = "fees.not_weighed_yet"


class ReasonMissing(Invalid):
    code = "fees.reason_missing"
    field = "reason"


class HasBegun(Conflict):
    """It is in force, or will be within minutes: what was announced holds."""

    code = "fees.has_begun"
