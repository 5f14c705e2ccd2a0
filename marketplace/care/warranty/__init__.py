"""Something broke: a claim on the terms frozen with the order."""

from marketplace.care.warranty.queries import claims, claims_of_order
from marketplace.care.warranty.rules import ClaimState, Remedy, covered_until
from marketplace.care.warranty.service import answer_claim, open_claim

__all__ = [
    "ClaimState",
    "Remedy",
    "answer_claim",
    "claims",
    "claims_of_order",
    "covered_until",
    "open_claim",
]
