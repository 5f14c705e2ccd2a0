"""What staff put right by hand in a shop's money, two people at a time, and what the shop says against it."""

from marketplace.platform.adjustments.queries import find_appeal, get_adjustment
from marketplace.platform.adjustments.rules import AdjustmentKind, AdjustmentState, Reason
from marketplace.platform.adjustments.service import appeal_adjustment, approve_adjustment, ask_adjustment

__all__ = [
    "AdjustmentKind",
    "AdjustmentState",
    "Reason",
    "appeal_adjustment",
    "approve_adjustment",
    "ask_adjustment",
    "find_appeal",
    "get_adjustment",
]
