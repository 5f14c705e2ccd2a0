"""What is told, in the words in which Stripe tells it: the body of a webhook, and its signature."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from stripe import WebhookSignature

from marketplace.money.payments.told import EventKind, Told

_OF_SESSION = {
    EventKind.CHARGE_SUCCEEDED: ("checkout.session.completed", "paid"),
    EventKind.CHARGE_WAITING: ("checkout.session.completed", "unpaid"),
    EventKind.CHARGE_ENDED: ("checkout.session.expired", "unpaid"),
}
_OF_PAYMENT = {
    EventKind.CHARGE_PARTIAL: "payment_intent.partially_funded",
    EventKind.CHARGE_DECLINED: "payment_intent.payment_failed",
}


def body_of(told: Told) -> bytes:
    """Write something told as Stripe does."""
    currency = (told.currency or "").lower()
    said: dict[str, Any] = {"metadata": {"key": told.key}, "currency": currency, "payment_intent": told.payment_ref}
    if told.kind in _OF_SESSION:
        kind, paid = _OF_SESSION[told.kind]
        said |= {
            "id": told.ref,
            "object": "checkout.session",
            "amount_total": told.amount_minor,
            "payment_status": paid,
        }
    else:
        kind = _OF_PAYMENT[told.kind]
        whole = 10**7
        transfer = {"amount_remaining": whole - (told.amount_minor or 0)}
        said |= {
            "id": "pi_1", "object": "payment_intent", "amount": whole, "last_payment_error": {"code": told.failure},
            "next_action": {"display_bank_transfer_instructions": transfer},
        }  # fmt: skip
    return event(kind, said, told.event_id)


def event(kind: str, said: Any, event_id: str = "evt_1") -> bytes:
    """Write an event about an object."""
    return json.dumps({"id": event_id, "object": "event", "type": kind, "data": {"object": said}}).encode()


def signed(secret: str, body: bytes, at: datetime) -> dict[str, str]:
    """Sign a body as Stripe does, at a moment."""
    text = body.decode("latin-1")
    return {"Stripe-Signature": WebhookSignature.generate_signature_header(text, secret, int(at.timestamp()))}
