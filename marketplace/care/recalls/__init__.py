"""Something that was sold may be bad: it stops being sold, whoever bought it is written to, and answers what they want."""

from marketplace.care.recalls.jobs import remind
from marketplace.care.recalls.queries import reach_of
from marketplace.care.recalls.service import RecallSaid, answer_recall, start_recall

__all__ = ["RecallSaid", "answer_recall", "reach_of", "remind", "start_recall"]
