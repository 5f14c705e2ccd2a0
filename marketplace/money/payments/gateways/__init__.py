"""The providers that take and give back money. Each answers to the same calls.

`open_page(charge)` gives the address where the buyer pays; the provider tells the outcome by an event to
`payments.service.receive_event`; `refund(...)` gives money back under a key that is the same on every attempt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Provider(Protocol):
    """A payment provider."""

    name: str

    def page_address(self, provider_ref: str) -> str:
        """Give the address of the page where the buyer pays."""
        ...

    def instalments(self, amount_minor: int) -> Sequence[int]:
        """Say in how many monthly payments without interest an amount, in centavos, may be paid; none: at once only."""
        ...

    def refund(self, provider_ref: str, amount_minor: int, *, key: str) -> str:
        """Give money back, in centavos; gives the provider's name for it. The same key never refunds twice."""
        ...
