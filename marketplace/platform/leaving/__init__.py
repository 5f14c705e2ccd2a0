"""A shop rests for some days, closes, or opens again: its goods leave the shelf and come back in the same transaction.

Front door: `service.close_shop_by_decision` and `service.reopen_by_decision` for moderation.
"""

from marketplace.platform.leaving.queries import Unfinished, is_unfinished, unfinished_for
from marketplace.platform.leaving.service import close_shop_by_decision, reopen_by_decision, rest_shop

__all__ = [
    "Unfinished",
    "close_shop_by_decision",
    "is_unfinished",
    "reopen_by_decision",
    "rest_shop",
    "unfinished_for",
]
