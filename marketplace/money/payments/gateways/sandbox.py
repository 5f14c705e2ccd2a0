"""The sandbox provider: takes no real money, and says so. Refused in production.

Its cards behave as a bank's would; its page lives in `payments/web/hooks.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from marketplace.kernel.work import outside_any_transaction

APPROVED = "4242424242424242"
# number -> why the bank says no
DECLINED = {
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000000069": "expired_card",
}


def decide(card: str) -> str | None:
    """Say how the bank answers for a card number: None approves, else the reason it declines."""
    digits = "".join(letter for letter in card if letter.isdigit())
    if digits == APPROVED:
        return None
    return DECLINED.get(digits, "unknown_card")


class Sandbox:
    """A provider on this machine."""

    name = "sandbox"

    def page_address(self, provider_ref: str) -> str:
        """The page where the buyer types a test card."""
        return f"/pago-de-prueba/{provider_ref}"

    def instalments(self, amount_minor: int) -> Sequence[int]:
        """None: the test cards pay at once."""
        return ()

    def refund(self, provider_ref: str, amount_minor: int, *, key: str) -> str:
        """Pretend to give money back; the same key gives the same name."""
        outside_any_transaction(self.name)
        digest = hashlib.sha256(f"{provider_ref}:{amount_minor}:{key}".encode()).hexdigest()
        return f"sandbox_re_{digest[:16]}"
