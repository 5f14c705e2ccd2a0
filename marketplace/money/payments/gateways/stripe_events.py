"""What Stripe's objects and events mean, in the words of `told.py`: decisions on plain values.

Shapes: https://docs.stripe.com/api/checkout/sessions/object, …/payment_intents/object, …/refunds/object, …/disputes/object.
Several events may say the same; the first that comes counts, whichever it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from marketplace.money.payments.told import (
    BadEvent,
    DisputeStage,
    DisputeStanding,
    EventKind,
    Funding,
    Method,
    PaidWith,
    Standing,
    Told,
)

Said = Mapping[str, Any]
_REFUND_KINDS = {
    "succeeded": EventKind.REFUND_SUCCEEDED,
    "failed": EventKind.REFUND_FAILED,
    "canceled": EventKind.REFUND_FAILED,
}
_DISPUTE_KINDS = {
    "won": EventKind.DISPUTE_WON,
    "warning_closed": EventKind.DISPUTE_WON,
    "prevented": EventKind.DISPUTE_WON,
    "lost": EventKind.DISPUTE_LOST,
}
_METHODS = {"card": Method.CARD, "oxxo": Method.OXXO, "customer_balance": Method.SPEI}


def read_said(body: bytes) -> Told:
    """Read the body of a webhook whose signature was checked. Raises BadEvent."""
    try:
        event = json.loads(body)
        if event["object"] == "v2.core.event":  # thin: it only names what it is about
            about = event["related_object"]
            meant = EventKind.ACCOUNT_CHANGED if about["type"] == "v2.core.account" else EventKind.OTHER
            return Told(str(event["id"]), meant, str(event["type"]), str(about["id"]))
        kind, said = str(event["type"]), event["data"]["object"]
        read = READERS.get(kind, _read_other)
        return replace(read(said, kind), event_id=str(event["id"]), said=kind)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadEvent from error


def read_charge(session: Said) -> Standing:
    """Say how a Checkout session stands, whose payment is expanded with it where it has one."""
    return Standing(session["id"], session.get("url"), _told_by(session))


def _told_by(session: Said) -> Told | None:
    payment = session.get("payment_intent")
    payment = payment if isinstance(payment, Mapping) else {}
    if session["payment_status"] == "paid":
        told = _of_session(session, EventKind.CHARGE_SUCCEEDED)
        told = replace(told, method=_method_of(payment))
    elif session["status"] == "expired" or payment.get("status") == "canceled":
        told = _of_session(session, EventKind.CHARGE_ENDED)
    elif session["status"] == "complete":
        told = _read_slow(payment)
    else:
        return None
    answer = f"answer:{session['id']}:{told.kind}:{told.amount_minor if told.kind is EventKind.CHARGE_PARTIAL else ''}"
    return replace(told, event_id=answer, ref=session["id"])


def read_paid_with(payment: Said) -> PaidWith:
    """Say how a payment was paid with a card, whose charge is expanded with it: in how many months, and with whose money
    (https://docs.stripe.com/api/charges/object, payment_method_details.card). What is prepaid is neither."""
    charge = payment.get("latest_charge")
    if not isinstance(charge, Mapping):
        return PaidWith()
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    plan = (card.get("installments") or {}).get("plan") or {}
    count = int(plan.get("count") or 0)
    funding = card.get("funding")
    return PaidWith(count if count > 1 else None, Funding(funding) if funding in set(Funding) else None)


def read_refund(refund: Said) -> Told:
    """Say how a refund stands."""
    return replace(_read_refund(refund), event_id=f"answer:{refund['id']}:{refund['status']}")


def read_dispute(dispute: Said) -> DisputeStanding | None:
    """Say how a dispute stands; None where it takes no money: a bank inquires (`warning_…`), or all went back before."""
    state = _DISPUTE_STATES.get(dispute["status"])
    if state is None or not dispute["amount"]:
        return None
    taken = [moved for moved in dispute["balance_transactions"] if moved["amount"] < 0]
    return DisputeStanding(
        dispute["id"], state, dispute["amount"], dispute["currency"].upper(), sum(one["fee"] for one in taken),
        dispute["reason"], _at((dispute.get("evidence_details") or {}).get("due_by")),
    )  # fmt: skip


_DISPUTE_STATES = {
    "needs_response": DisputeStage.OPEN,
    "under_review": DisputeStage.REVIEW,
    "won": DisputeStage.WON,
    "lost": DisputeStage.LOST,
}


def _key(said: Said) -> str | None:
    return (said.get("metadata") or {}).get("key")


def _at(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _ref(value: Any) -> str | None:
    """The id of what is named, or expanded, in another object."""
    return str(value["id"]) if isinstance(value, Mapping) else value


def _of_session(session: Said, kind: EventKind) -> Told:
    return Told(
        session["id"], kind, "checkout.session", session["id"], _key(session), session["amount_total"],
        session["currency"].upper(), payment_ref=_ref(session.get("payment_intent")),
    )  # fmt: skip


def _read_completed(session: Said, _kind: str) -> Told:
    paid = session["payment_status"] == "paid"
    return _of_session(session, EventKind.CHARGE_SUCCEEDED if paid else EventKind.CHARGE_WAITING)


def _read_session_paid(session: Said, _kind: str) -> Told:
    return _of_session(session, EventKind.CHARGE_SUCCEEDED)


def _read_session_over(session: Said, _kind: str) -> Told:
    return _of_session(session, EventKind.CHARGE_ENDED)


def _method_of(payment: Said) -> Method | None:
    charge = payment.get("latest_charge")
    if isinstance(charge, Mapping):
        return _METHODS.get((charge.get("payment_method_details") or {}).get("type") or "")
    return None


def _of_payment(payment: Said, kind: EventKind, amount: int) -> Told:
    return Told(
        payment["id"], kind, "payment_intent", "", _key(payment), amount, payment["currency"].upper(),
        payment_ref=payment["id"], method=_method_of(payment),
    )  # fmt: skip


def _read_payment_paid(payment: Said, _kind: str) -> Told:
    return _of_payment(payment, EventKind.CHARGE_SUCCEEDED, payment["amount_received"])


def _read_declined(payment: Said, _kind: str) -> Told:
    error = payment.get("last_payment_error") or {}
    why = error.get("decline_code") or error.get("code") or "generic_decline"
    return replace(_of_payment(payment, EventKind.CHARGE_DECLINED, payment["amount"]), failure=str(why))


def _read_slow(payment: Said, _kind: str = "") -> Told:
    """A voucher was given, or an account to transfer to; a part of a transfer may be there."""
    action = payment.get("next_action") or {}
    voucher = action.get("oxxo_display_details")
    if voucher is not None:
        told = _of_payment(payment, EventKind.CHARGE_WAITING, payment["amount"])
        until, page = _at(voucher.get("expires_after")), voucher.get("hosted_voucher_url")
        return replace(told, method=Method.OXXO, until=until, voucher=page)
    transfer = action.get("display_bank_transfer_instructions")
    if transfer is None:
        return _of_payment(payment, EventKind.CHARGE_WAITING, payment["amount"])
    there = payment["amount"] - int(transfer.get("amount_remaining") or 0)
    kind = EventKind.CHARGE_PARTIAL if there else EventKind.CHARGE_WAITING
    told = _of_payment(payment, kind, there or payment["amount"])
    return replace(told, method=Method.SPEI, voucher=transfer.get("hosted_instructions_url"))


def _read_payment_over(payment: Said, _kind: str) -> Told:
    return _of_payment(payment, EventKind.CHARGE_ENDED, payment["amount"])


def _read_refund(refund: Said, _kind: str = "") -> Told:
    kind = _REFUND_KINDS.get(refund["status"], EventKind.REFUND_PENDING)
    return Told(
        refund["id"], kind, "refund", refund["id"], _key(refund), refund["amount"], refund["currency"].upper(),
        refund.get("failure_reason"), payment_ref=_ref(refund.get("payment_intent")),
    )  # fmt: skip


def _read_dispute(dispute: Said, kind: str) -> Told:
    closed = kind == "charge.dispute.closed"
    meaning = _DISPUTE_KINDS.get(dispute["status"], EventKind.OTHER) if closed else EventKind.DISPUTE_OPENED
    return Told(
        dispute["id"], meaning, kind, dispute["id"], None, dispute["amount"], dispute["currency"].upper(),
        dispute["reason"], payment_ref=_ref(dispute.get("payment_intent")),
        until=_at((dispute.get("evidence_details") or {}).get("due_by")),
    )  # fmt: skip


def _read_left(cash: Said, kind: str) -> Told:
    """What is left of a customer's in the market's hands: of pesos alone."""
    amount = int((cash.get("available") or {}).get("mxn") or 0)
    return Told(kind, EventKind.MONEY_LEFT, kind, str(cash["customer"]), None, amount, "MXN")


def _read_account(account: Said, kind: str) -> Told:
    return Told(kind, EventKind.ACCOUNT_CHANGED, kind, str(account["id"]))


def _read_other(said: Said, kind: str) -> Told:
    return Told(kind, EventKind.OTHER, kind, str(said.get("id") or ""))


# The webhook at Stripe is to be subscribed to these, and to no others (docs/operations.md).
READERS: Mapping[str, Callable[[Said, str], Told]] = {
    "checkout.session.completed": _read_completed,
    "checkout.session.async_payment_succeeded": _read_session_paid,
    "checkout.session.async_payment_failed": _read_session_over,
    "checkout.session.expired": _read_session_over,
    "payment_intent.succeeded": _read_payment_paid,
    "payment_intent.payment_failed": _read_declined,
    "payment_intent.requires_action": _read_slow,
    "payment_intent.partially_funded": _read_slow,
    "payment_intent.canceled": _read_payment_over,
    "cash_balance.funds_available": _read_left,
    "refund.created": _read_refund,
    "refund.updated": _read_refund,
    "refund.failed": _read_refund,
    "account.updated": _read_account,
    "charge.dispute.created": _read_dispute,
    "charge.dispute.closed": _read_dispute,
}
