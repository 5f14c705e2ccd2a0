"""A shop rests for some days, closes, or opens again: its goods leave the shelf and come back in the same transaction.

Front door: what moderation decides (`…_by_decision`): closing and opening again, pausing and selling again.
"""

from marketplace.platform.leaving.queries import Unfinished, is_unfinished, unfinished_for
from marketplace.platform.leaving.service import (
    close_shop_by_decision,
    pause_by_decision,
    reopen_by_decision,
    rest_shop,
    resume_by_decision,
)

__all__ = [
    "Unfinished",
    "close_shop_by_decision",
    "is_unfinished",
    "pause_by_decision",
    "reopen_by_decision",
    "rest_shop",
    "resume_by_decision",
    "unfinished_for",
]
