"""Something that was sold may be bad: it stops being sold, whoever bought it is written to, and answers what they want."""

from marketplace.care.recalls.jobs import remind
from marketplace.care.recalls.queries import reach_of, recalls_by_staff
from marketplace.care.recalls.rules import RecallState
from marketplace.care.recalls.service import RecallSaid, answer_recall, close_any_recall, start_recall

__all__ = [
    "RecallSaid",
    "RecallState",
    "answer_recall",
    "close_any_recall",
    "reach_of",
    "recalls_by_staff",
    "remind",
    "start_recall",
]
