"""What people report and staff decide: with the rule, the facts and how to fix it, appealed to somebody else."""

from marketplace.platform.moderation import appeals, closings, measures, reports, things
from marketplace.platform.moderation.queries import rules_then
from marketplace.platform.moderation.reporting import BAD_FAITH_FOR, ReportReason
from marketplace.platform.moderation.rules import Appealed, MeasureKind, appeal_until
from marketplace.platform.moderation.service import approve_listing, decline_listing, take_down_listing

__all__ = [
    "BAD_FAITH_FOR",
    "Appealed",
    "MeasureKind",
    "ReportReason",
    "appeal_until",
    "appeals",
    "approve_listing",
    "closings",
    "decline_listing",
    "measures",
    "reports",
    "rules_then",
    "take_down_listing",
    "things",
]
