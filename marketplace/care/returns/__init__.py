"""Something comes back, and the money too."""

from marketplace.care.returns.queries import returns, returns_of_order
from marketplace.care.returns.rules import ReturnState, is_shops_fault
from marketplace.care.returns.service import decide_return, lines_of_return, receive_return, request_return

__all__ = [
    "ReturnState",
    "decide_return",
    "is_shops_fault",
    "lines_of_return",
    "receive_return",
    "request_return",
    "returns",
    "returns_of_order",
]
