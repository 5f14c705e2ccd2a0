"""The sandbox provider: takes no real money, and says so. Refused in production.

Its cards behave as a bank's would. It keeps nothing: its names are made from our keys. Its page, `payments/web/buyer.py`,
stands for the provider's own; what happens there comes back as a signed event, as from any other provider.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from pydantic import TypeAdapter

from marketplace.kernel.keyed import keyed
from marketplace.kernel.reading import key_of_code
from marketplace.kernel.work import outside_any_transaction
from marketplace.money.payments.told import BadEvent, ChargeAsked, EventKind, RefundAsked, Standing, Told
from marketplace.web.signatures import HEADER, check_signature, sign

_TOLD = TypeAdapter(Told)

APPROVED = "4242424242424242"
# number -> why the bank says no
DECLINED = {
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000000069": "expired_card",
}


def decide(card: str) -> str | None:
    """Say how the bank answers for a card number: None approves, else the reason it declines."""
    digits = key_of_code(card)
    if digits == APPROVED:
        return None
    return DECLINED.get(digits, "unknown_card")


class Sandbox:
    """A provider on this machine."""

    name = "sandbox"

    def __init__(self, key: str) -> None:
        self._key = keyed(key, "sandbox provider").hex()

    def _ref(self, key: str) -> str:
        return keyed(self._key, key).hex()[:32]

    def open_charge(self, asked: ChargeAsked) -> Standing:
        """Name the charge, and the page where the buyer types a test card."""
        outside_any_transaction(self.name)
        return self._standing(asked.key)

    def find_charge(self, key: str) -> Standing | None:
        """As it was opened: what happened on its page was told when it did."""
        outside_any_transaction(self.name)
        return self._standing(key)

    def _standing(self, key: str) -> Standing:
        return Standing(self._ref(key), f"/pago-de-prueba/{self._ref(key)}")

    def refund(self, asked: RefundAsked) -> Told:
        """Pretend to give money back, at once."""
        outside_any_transaction(self.name)
        ref = f"sandbox_re_{self._ref(asked.key)[:16]}"
        return Told(
            f"answer:{ref}:succeeded", EventKind.REFUND_SUCCEEDED, "refund.succeeded", ref, asked.key,
            asked.amount_minor, asked.currency,
        )  # fmt: skip

    def find_refund(self, key: str) -> Told | None:
        """None: asking again under the same key is the same refund."""
        outside_any_transaction(self.name)
        return None

    def write_event(self, told: Told, now: datetime) -> tuple[dict[str, str], bytes]:
        """Write and sign an event as this provider sends it; gives headers and body."""
        body = json.dumps(asdict(told)).encode()
        return {HEADER: sign(self._key, body, now)}, body

    def read_event(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Told:
        """Check the signature, then read. Raises BadSignature; BadEvent."""
        check_signature(self._key, headers.get(HEADER, ""), body, now)
        try:
            read = json.loads(body)
            said = str(read["kind"])
            kind = said if said in list(EventKind) else EventKind.OTHER
            return _TOLD.validate_python({**read, "kind": kind, "said": said})
        except (ValueError, TypeError, KeyError) as error:
            raise BadEvent from error

    def instalments(self, amount_minor: int) -> Sequence[int]:
        """None: the test cards pay at once."""
        return ()
