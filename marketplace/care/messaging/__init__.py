"""Talk between a buyer and a shop, with names and a reply clock."""

from marketplace.care.messaging.queries import messages_of, threads
from marketplace.care.messaging.rules import answer_by, reply_by
from marketplace.care.messaging.service import ask_shops, write_in_question, write_message

__all__ = [
    "answer_by",
    "ask_shops",
    "messages_of",
    "reply_by",
    "threads",
    "write_in_question",
    "write_message",
]
