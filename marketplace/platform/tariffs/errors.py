"""What may be refused about tariffs to come."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NothingAnnounced(Conflict):
    """No version is announced by that number: it began, was taken back, or never was."""

    code = "tariffs.nothing_announced"


class PlanReasonMissing(Invalid):
    """Why a shop is in a plan is written in `least` letters or more: the shop reads it."""

    code = "tariffs.plan_reason_missing"
    field = "reason"


class PlanStands(Invalid):
    """The shop is in that plan, and nothing else is to come."""

    code = "tariffs.plan_stands"
    field = "plan"


class PlanDecidedMeanwhile(Conflict):
    """Somebody decided something else about the shop's plan since it was seen."""

    code = "tariffs.plan_decided_meanwhile"


class DayOver(Invalid):
    code = "tariffs.day_over"
    field = "starts_on"


class PlanRequestWaits(Conflict):
    """What the shop asked about its plan was not answered yet."""

    code = "tariffs.plan_request_waits"


class NoSuchPlanRequest(NotFound):
    """There is none by that name that waits."""

    code = "tariffs.no_such_plan_request"


class OwnPlanDecision(NotAllowed):
    """Who decided does not answer what is said against it."""

    code = "tariffs.own_plan_decision"


class PlanAnswerMissing(Invalid):
    code = "tariffs.plan_answer_missing"
    field = "answer"
