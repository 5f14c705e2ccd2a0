"""What moderation may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchModerationCase(NotFound):
    code = "moderation.no_such_case"


class AlreadyDecided(Conflict):
    code = "moderation.already_decided"


class ReasonsNeeded(Invalid):
    """A refusal names the rule, the facts and how to fix it; all three."""

    code = "moderation.reasons_needed"


class AnotherMustLook(NotAllowed):
    """Its shop says that a decision was wrong: who took it does not answer."""

    code = "moderation.another_must_look"


class NotForSale(Conflict):
    """There is nothing on the shelf to take off."""

    code = "moderation.not_for_sale"


class ChangedMeanwhile(Conflict):
    """The shop has changed the product since; the newer revision will come by itself."""

    code = "moderation.changed_meanwhile"


class NoSuchClosing(NotFound):
    code = "moderation.no_such_closing"


class FactsNeeded(Invalid):
    code = "moderation.facts_needed"
    field = "facts"


class BadDay(Invalid):
    """A closing takes effect thirty days to a year after its reasons were told, or at once where the ground allows it."""

    code = "moderation.bad_day"
    field = "effective_on"


class ClosingStands(Conflict):
    """The shop has a decision to close it already."""

    code = "moderation.closing_stands"
    field = "shop"


class AppealedAlready(Conflict):
    code = "moderation.appealed_already"


class NothingToAppeal(Conflict):
    """The decision was taken back."""

    code = "moderation.nothing_to_appeal"


class AnotherMustAnswer(NotAllowed):
    """Who decided a closing does not decide the appeal against it."""

    code = "moderation.another_must_answer"
