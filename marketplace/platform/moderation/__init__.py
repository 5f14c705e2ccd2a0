"""What staff decide about listings, with the rule, the facts and how to fix it."""

from marketplace.platform.moderation import closings
from marketplace.platform.moderation.rules import GROUNDS
from marketplace.platform.moderation.service import approve_listing, decline_listing

__all__ = [
    "GROUNDS",
    "approve_listing",
    "closings",
    "decline_listing",
]
