"""Stripe: its hosted Checkout page takes cards, OXXO and SPEI; refunds; what its webhooks say. docs/payment-providers.md.

The market is the merchant: one charge for a purchase of several shops, whose shares are transferred later ("separate charges
and transfers", https://docs.stripe.com/connect/separate-charges-and-transfers).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import stripe
import structlog
from stripe import StripeClient, Webhook, WebhookSignature

from marketplace.kernel.work import outside_any_transaction
from marketplace.money.payments.errors import ProviderSilent
from marketplace.money.payments.gateways.stripe_events import (
    read_charge,
    read_dispute,
    read_paid_with,
    read_refund,
    read_said,
)
from marketplace.money.payments.rules import REFUSAL
from marketplace.money.payments.told import (
    ChargeAsked,
    Cost,
    DisputeStanding,
    EventKind,
    LeftAsked,
    LeftTold,
    Method,
    PaidWith,
    RefundAsked,
    Standing,
    Told,
)
from marketplace.web.signatures import BadSignature

_log = structlog.get_logger()
# Stripe wants half an hour at least, also where the first question was not heard and it is asked again a good while later.
# The market ends a session itself once nobody may pay any more.
_SESSION_LASTS = timedelta(hours=3)
_LEAST_AT_OXXO_MINOR, _MOST_AT_OXXO_MINOR = 1_000, 1_000_000
# Months -> from which amount on. The page that is kept of it ends at nine; the longer ones are from memory.
PLANS_FROM_MINOR = {3: 30_000, 6: 60_000, 9: 90_000, 12: 120_000, 18: 180_000, 24: 240_000}
_CLOCKS_DIFFER = timedelta(minutes=10)
_EXPANDED = ["payment_intent.latest_charge"]


class Stripe:
    """Stripe, through a client of its library; the twin stands behind the same client (gateways/twin)."""

    name = "stripe"

    def __init__(self, client: StripeClient, *, webhook_secret: str, base_url: str, voucher_days: int) -> None:
        self._client = client
        self._webhook_secret = webhook_secret
        self._base_url = base_url.rstrip("/")
        self._voucher_days = voucher_days

    def open_charge(self, asked: ChargeAsked) -> Standing:
        """Make a Checkout session; the same key gives the same one for a day, and after that it is found by looking."""
        with self._asking():
            customer = self._client.v1.customers.create(
                {"metadata": {"key": asked.key}}, {"idempotency_key": f"{asked.key}:customer"}
            )
            session = self._client.v1.checkout.sessions.create(
                self._session_of(asked, customer.id), {"idempotency_key": asked.key}
            )
        return read_charge(session.to_dict())

    def _session_of(self, asked: ChargeAsked, customer: str) -> Any:
        back = f"{self._base_url}/compra/{asked.reference}"
        return {
            "mode": "payment",
            "ui_mode": "hosted_page",
            "locale": "es-419",
            "customer": customer,
            "client_reference_id": asked.reference,
            "metadata": {"key": asked.key},
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": asked.currency.lower(),
                        "unit_amount": asked.amount_minor,
                        "tax_behavior": "inclusive",
                        "product_data": {"name": asked.reference},
                    },
                }
            ],
            "payment_intent_data": {"transfer_group": asked.reference, "metadata": {"key": asked.key}},
            "payment_method_options": {
                # Stripe shows the plans that amount and card allow; which, cannot be said here (decision 41).
                **({"card": {"installments": {"enabled": True}}} if asked.instalments else {}),
                "oxxo": {"expires_after_days": self._voucher_days},
                "customer_balance": {"funding_type": "bank_transfer", "bank_transfer": {"type": "mx_bank_transfer"}},
            },
            "expires_at": int((asked.asked_at + _SESSION_LASTS).timestamp()),
            "success_url": f"{back}/pagada",
            "cancel_url": back,
        }

    def find_charge(self, asked: ChargeAsked) -> Standing | None:
        """Look for the session by its name or, where that was never heard, among those made since it was asked for."""
        with self._asking():
            if asked.ref:
                found = self._client.v1.checkout.sessions.retrieve(asked.ref, {"expand": _EXPANDED})
                return read_charge(found.to_dict())
            since = int((asked.asked_at - _CLOCKS_DIFFER).timestamp())
            made = self._client.v1.checkout.sessions.list(
                {"created": {"gte": since}, "limit": 100, "expand": [f"data.{path}" for path in _EXPANDED]}
            )
            for session in made.auto_paging_iter():
                said = session.to_dict()
                if (said.get("metadata") or {}).get("key") == asked.key:
                    return read_charge(said)
        return None

    def close_charge(self, ref: str) -> None:
        """End a page, a voucher or a transfer that nobody may pay any more. What was paid meanwhile stays paid, and is told."""
        with self._asking():
            session = self._client.v1.checkout.sessions.retrieve(ref)
            try:
                if session.status == "open":
                    self._client.v1.checkout.sessions.expire(ref)
                elif session.payment_status == "unpaid" and session.payment_intent:
                    self._client.v1.payment_intents.cancel(str(session.payment_intent))
            except stripe.InvalidRequestError:
                return  # it was paid, or over, a moment ago

    def refund(self, asked: RefundAsked) -> Told:
        """Ask for a refund; a refusal is an answer: that it failed."""
        with self._asking():
            try:
                refund = self._client.v1.refunds.create(
                    {
                        "payment_intent": self._payment_of(asked.charge_ref),
                        "amount": asked.amount_minor,
                        "metadata": {"key": asked.key},
                    },
                    {"idempotency_key": asked.key},
                )
            except stripe.InvalidRequestError as refusal:
                return _refused(asked, refusal)
        return read_refund(refund.to_dict())

    def find_refund(self, asked: RefundAsked) -> Told | None:
        """Look for a refund among those of its payment."""
        with self._asking():
            made = self._client.v1.refunds.list({"payment_intent": self._payment_of(asked.charge_ref), "limit": 100})
            for refund in made.auto_paging_iter():
                said = refund.to_dict()
                if (said.get("metadata") or {}).get("key") == asked.key:
                    return read_refund(said)
        return None

    def return_left(self, asked: LeftAsked) -> LeftTold:
        """Have a customer's cash balance refunded; Stripe asks its owner where to, if it cannot tell.

        https://docs.stripe.com/payments/customer-balance/refunding
        """
        refund: Any = {
            "customer": asked.owner, "amount": asked.amount_minor, "currency": asked.currency.lower(),
            "origin": "customer_balance", "metadata": {"key": asked.key},
        }  # fmt: skip
        with self._asking():
            owner = self._client.v1.customers.retrieve(asked.owner).to_dict()
            key = (owner.get("metadata") or {}).get("key")
            try:
                self._client.v1.refunds.create(refund, {"idempotency_key": asked.key})
            except stripe.InvalidRequestError:
                # Of what was told a part went back meanwhile, for an earlier word of it.
                there = self._client.v1.customers.cash_balance.retrieve(asked.owner).to_dict()
                left = int((there.get("available") or {}).get("mxn") or 0)
                if left <= 0 or left >= asked.amount_minor:
                    return LeftTold(0, key)
                self._client.v1.refunds.create(refund | {"amount": left}, {"idempotency_key": f"{asked.key}:rest"})
                return LeftTold(left, key)
        return LeftTold(asked.amount_minor, key)

    def find_cost(self, ref: str) -> Cost | None:
        """Read what it took for a charge from its balance transaction; None where that is not known yet."""
        with self._asking():
            try:
                payment = self._client.v1.payment_intents.retrieve(
                    self._payment_of(ref), {"expand": ["latest_charge.balance_transaction"]}
                )
            except stripe.InvalidRequestError:
                return None  # it knows of no such payment: nothing was taken for it there
        moved = ((payment.to_dict().get("latest_charge") or {}).get("balance_transaction")) or None
        if moved is None:
            return None
        iva = sum(one["amount"] for one in moved["fee_details"] if one["type"] == "tax")
        return Cost(moved["fee"] - iva, iva, moved["id"])

    def find_paid_with(self, ref: str) -> PaidWith:
        """Read the plan that the payer chose on the page, and the kind of card, from the charge of the payment."""
        with self._asking():
            try:
                payment = self._client.v1.payment_intents.retrieve(self._payment_of(ref), {"expand": ["latest_charge"]})
            except stripe.InvalidRequestError:
                return PaidWith()  # it knows of no such payment
        return read_paid_with(payment.to_dict())

    def find_dispute(self, ref: str) -> DisputeStanding | None:
        """Read a dispute, and what the bank asks for it from its movements. An inquiry takes no money, and is none."""
        with self._asking():
            try:
                found = self._client.v1.disputes.retrieve(ref)
            except stripe.InvalidRequestError:
                return None
        return read_dispute(found.to_dict())

    def send_evidence(self, ref: str, evidence: Mapping[str, str], paper: bytes | None) -> None:
        """Submit evidence, in Stripe's names of it (https://docs.stripe.com/api/disputes/evidence_object)."""
        said: Any = dict(evidence)
        with self._asking():
            if paper is not None:
                file: Any = io.BytesIO(paper)
                file.name = "evidence.pdf"
                kept = self._client.v1.files.create(
                    {"purpose": "dispute_evidence", "file": file}, {"idempotency_key": f"evidence:{ref}"}
                )
                said["uncategorized_file"] = kept.id
            try:
                self._client.v1.disputes.update(ref, {"evidence": said, "submit": True})
            except stripe.InvalidRequestError:
                return  # it was submitted before, or is over

    def _payment_of(self, session_ref: str) -> str:
        if session_ref.startswith("pi_"):
            return session_ref
        return str(self._client.v1.checkout.sessions.retrieve(session_ref).payment_intent)

    def read_event(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Told:
        """Check Stripe's signature, which is good for five minutes, then read. Raises BadSignature; BadEvent."""
        header = {name.lower(): value for name, value in headers.items()}.get("stripe-signature", "")
        if not any(_is_signed(body, header, secret.strip()) for secret in self._webhook_secret.split(",")):
            raise BadSignature
        return read_said(body)

    def methods(self, amount_minor: int) -> Sequence[Method]:
        """A card and a transfer always; OXXO from 10 to 10,000 pesos (https://docs.stripe.com/payments/oxxo)."""
        at_oxxo = _LEAST_AT_OXXO_MINOR <= amount_minor <= _MOST_AT_OXXO_MINOR
        return [Method.CARD, *([Method.OXXO] if at_oxxo else []), Method.SPEI]

    def instalments(self, amount_minor: int) -> Sequence[int]:
        """The plans of Mexican credit cards, from an amount on (https://docs.stripe.com/payments/mx-installments)."""
        return [months for months, least in PLANS_FROM_MINOR.items() if amount_minor >= least]

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Say that nothing helpful was heard: the line broke, Stripe failed or was too busy, or did not know this market."""
        outside_any_transaction(self.name)
        try:
            yield
        except stripe.StripeError as error:
            _log.warning("stripe_failed", kind=type(error).__name__, code=error.code, request=error.request_id)
            raise ProviderSilent from error


def _is_signed(body: bytes, header: str, secret: str) -> bool:
    try:
        return bool(WebhookSignature.verify_header(body.decode(), header, secret, Webhook.DEFAULT_TOLERANCE))
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        return False


def _refused(asked: RefundAsked, refusal: stripe.InvalidRequestError) -> Told:
    why = str(refusal.code or "refused")
    return Told(
        f"answer:{asked.key}:{why}", EventKind.REFUND_FAILED, REFUSAL, "", asked.key, asked.amount_minor,
        asked.currency, why,
    )  # fmt: skip
