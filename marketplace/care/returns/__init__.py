"""Something comes back, and the money too."""

from marketplace.care.returns.queries import returns, returns_of_order
from marketplace.care.returns.rules import (
    ReturnReason,
    ReturnState,
    is_shops_fault,
    payer,
    receive_by,
    sold_again,
)
from marketplace.care.returns.service import decide_return, lines_of_return, receive_return, request_return

__all__ = [
    "ReturnReason",
    "ReturnState",
    "decide_return",
    "is_shops_fault",
    "lines_of_return",
    "payer",
    "receive_by",
    "receive_return",
    "request_return",
    "returns",
    "returns_of_order",
    "sold_again",
]
