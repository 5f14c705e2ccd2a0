"""Something between a buyer and a shop that they do not settle alone: a parcel that never came, or a refusal."""

from marketplace.care.disputes.queries import is_paid_otherwise
from marketplace.care.disputes.rules import ENDED, About, DisputeAnswer, DisputeState, last_day_to_escalate
from marketplace.care.disputes.service import answer_dispute, escalate_dispute, open_dispute

__all__ = [
    "ENDED",
    "About",
    "DisputeAnswer",
    "DisputeState",
    "answer_dispute",
    "escalate_dispute",
    "is_paid_otherwise",
    "last_day_to_escalate",
    "open_dispute",
]
