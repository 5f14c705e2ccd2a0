"""What the twin of Stripe knows of the history: each payment and refund as if it had been asked for at its moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.money.payments import Shelf, TwinObject, acts, twin_charges


@dataclass(frozen=True)
class PastPayments:
    """The twin's shelf while the history is told."""

    shelf: Shelf

    def pay(
        self, key: str, reference: str, amount_minor: int, at: datetime, months: int | None = None
    ) -> tuple[TwinObject, TwinObject]:
        """Pay an amount with a card, at a moment, at once or in months; gives the session and the payment."""
        self.shelf.now = int(at.timestamp())
        price = {"currency": "mxn", "unit_amount": amount_minor}
        asked: dict[str, Any] = {
            "mode": "payment", "metadata": {"key": key}, "client_reference_id": reference,
            "line_items": [{"quantity": 1, "price_data": price}], "success_url": f"/compra/{reference}/pagada",
            "cancel_url": f"/compra/{reference}",
            "payment_intent_data": {"transfer_group": reference, "metadata": {"key": key}},
            "payment_method_options": {"card": {"installments": {"enabled": months is not None}}},
        }  # fmt: skip
        session = twin_charges.create_session(self.shelf, asked)
        acts.pay_by_card(self.shelf, session["id"], acts.APPROVED, months)
        session = twin_charges.get_session(self.shelf, {}, session["id"])
        return session, twin_charges.get_payment(self.shelf, {}, session["payment_intent"])

    def refund(self, key: str, payment_ref: str, amount_minor: int, at: datetime) -> TwinObject:
        """Give some of a payment back, at a moment; gives the refund."""
        self.shelf.now = int(at.timestamp())
        asked = {"payment_intent": payment_ref, "amount": amount_minor, "metadata": {"key": key}}
        return twin_charges.create_refund(self.shelf, asked)
