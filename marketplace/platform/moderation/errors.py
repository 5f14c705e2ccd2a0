"""What moderation may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchModerationCase(NotFound):
    code = "moderation.no_such_case"


class AlreadyDecided(Conflict):
    code = "moderation.already_decided"


class ReasonsNeeded(Invalid):
    """A refusal names the rule, the facts and how to fix it; all three."""

    code = "moderation.reasons_needed"


class RuleNotInForce(Invalid):
    """Something is decided by a rule that holds: this one was retired, or has not begun."""

    code = "moderation.rule_not_in_force"
    field = "rule"


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


class GroundNotInForce(Invalid):
    """A shop is closed on a ground that holds: this one was retired, or has not begun."""

    code = "moderation.ground_not_in_force"
    field = "ground"


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


class NothingToReport(NotFound):
    """What was reported is not there, or not for who reports it to see."""

    code = "moderation.nothing_to_report"


class NoSuchReport(NotFound):
    code = "moderation.no_such_report"


class NoSuchReportCase(NotFound):
    code = "moderation.no_such_report_case"


class RightOwnerNeeded(Invalid):
    """Whose right it is belongs to a report about one."""

    code = "moderation.right_owner_needed"
    field = "right_owner"


class TooManyReports(Conflict):
    """Somebody reports more different things in an hour than anybody looks at."""

    code = "moderation.too_many_reports"


class ReasonForPersonNeeded(Invalid):
    """Who reported something, or appealed, reads why."""

    code = "moderation.answer_needed"
    field = "answer"


class ReportNotBadFaith(Conflict):
    """It was called so already."""

    code = "moderation.bad_faith_already"


class CannotDoThat(Invalid):
    """The measure does not suit what it is about: a listing is limited or taken down, a shop paused or warned."""

    code = "moderation.cannot_do_that"
    field = "kind"


class MeasureStands(Conflict):
    """It has that measure already."""

    code = "moderation.measure_stands"
    field = "kind"


class NoSuchMeasure(NotFound):
    code = "moderation.no_such_measure"


class MeasureNotStanding(Conflict):
    """It is over, or was taken back."""

    code = "moderation.measure_not_standing"


class BadBeginning(Invalid):
    """A measure begins tomorrow or later; today only for what may be dangerous."""

    code = "moderation.bad_beginning"
    field = "begins_on"


class BadEnd(Invalid):
    """A pause has an end, a warning none, and nothing lasts longer than is said."""

    code = "moderation.bad_end"
    field = "ends_on"


class NoSuchDecision(NotFound):
    code = "moderation.no_such_decision"


class TooLateToAppeal(Conflict):
    """Six months have passed."""

    code = "moderation.too_late_to_appeal"


class NoSuchMediator(NotFound):
    code = "moderation.no_such_mediator"


class TooManyMediators(Conflict):
    code = "moderation.too_many_mediators"
    field = "name"


class NoSuchHoldRequest(NotFound):
    code = "moderation.no_such_hold_request"


class BadHoldAmount(Invalid):
    """Up to how much is held is an amount above nothing, or everything."""

    code = "moderation.bad_hold_amount"
    field = "amount"


class BadHoldDays(Invalid):
    """Money is held for a day at least, and not for longer than is said."""

    code = "moderation.bad_hold_days"
    field = "days"


class HoldWaits(Conflict):
    """Somebody asked for one of that shop already."""

    code = "moderation.hold_waits"
    field = "shop"


class HoldStands(Conflict):
    """The next one of that shop is announced already, or another one came to be since this one was asked for."""

    code = "moderation.hold_stands"
    field = "shop"


class AnotherMustDecideHold(NotAllowed):
    """Who asked that money be held does not decide it."""

    code = "moderation.another_must_decide_hold"


class NotYourHoldRequest(NotAllowed):
    """Only who asked takes it back."""

    code = "moderation.not_your_hold_request"


class HoldDecided(Conflict):
    """It was decided, or taken back."""

    code = "moderation.hold_decided"


class MoneyIsFinances(NotAllowed):
    """What is held of a shop's money is lifted where it is decided, by who may."""

    code = "moderation.money_is_finances"
