"""What moderation may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchCase(NotFound):
    code = "moderation.no_such_case"


class AlreadyDecided(Conflict):
    code = "moderation.already_decided"


class ReasonsNeeded(Invalid):
    """A refusal names the rule, the facts and how to fix it; all three."""

    code = "moderation.reasons_needed"


class ChangedMeanwhile(Conflict):
    """The shop has changed the product since; the newer revision will come by itself."""

    code = "moderation.changed_meanwhile"
