"""What people report and staff decide: with the rule, the facts and how to fix it, appealed to somebody else."""

from marketplace.platform.moderation import appeals, closings, holding, measures, reports, things
from marketplace.platform.moderation.queries import held_between, holds_of, rules_then
from marketplace.platform.moderation.reporting import BAD_FAITH_FOR, ReportReason
from marketplace.platform.moderation.rules import Appealed, MeasureKind, MeasureState, appeal_until
from marketplace.platform.moderation.service import approve_listing, decline_listing, take_down_listing

__all__ = [
    "BAD_FAITH_FOR",
    "Appealed",
    "MeasureKind",
    "MeasureState",
    "ReportReason",
    "appeal_until",
    "appeals",
    "approve_listing",
    "closings",
    "decline_listing",
    "held_between",
    "holding",
    "holds_of",
    "measures",
    "reports",
    "rules_then",
    "take_down_listing",
    "things",
]
