"""What adjustments may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchAdjustment(NotFound):
    code = "adjustments.no_such_adjustment"


class BadAmount(Invalid):
    """Nothing, too much, or a credit that takes."""

    code = "adjustments.bad_amount"
    field = "amount"


class BadReason(Invalid):
    """A reason that is not of its kind."""

    code = "adjustments.bad_reason"
    field = "reason"


class AdjustmentFactsNeeded(Invalid):
    """The shop is told what was seen; a few letters are no reason."""

    code = "adjustments.facts_needed"
    field = "facts"


class AnswerNeeded(Invalid):
    """Who asked, and who appealed, are told why not."""

    code = "adjustments.answer_needed"
    field = "answer"


class NotOfThisShop(Invalid):
    """The order is of no shop, or of another."""

    code = "adjustments.not_of_this_shop"
    field = "order"


class AnotherMustDecide(NotAllowed):
    """Two people: who asked for money to be moved does not decide that it is."""

    code = "adjustments.another_must_decide"


class NotYours(NotAllowed):
    """Only who asked takes it back."""

    code = "adjustments.not_yours"


class DecidedAlready(Conflict):
    code = "adjustments.decided_already"


class AdjustmentAppealedAlready(Conflict):
    code = "adjustments.appealed_already"


class NoAdjustmentToAppeal(Conflict):
    """It moved nothing, was taken back, or was answered."""

    code = "adjustments.nothing_to_appeal"
