"""Something broke: a claim on the terms frozen with the order."""

from marketplace.care.warranty.queries import claims, claims_of_order
from marketplace.care.warranty.rules import ClaimState
from marketplace.care.warranty.service import answer_claim, open_claim

__all__ = [
    "ClaimState",
    "answer_claim",
    "claims",
    "claims_of_order",
    "open_claim",
]
