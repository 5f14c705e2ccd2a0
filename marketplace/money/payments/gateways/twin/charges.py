"""What the twin answers about money that comes: customers, Checkout sessions, payments, refunds, disputes.

Objects have the fields that Stripe's own specification asks for, and those that are read here.
"""

from __future__ import annotations

from typing import Any

from marketplace.money.payments.gateways.twin.errors import TwinRefusal, missing
from marketplace.money.payments.gateways.twin.moving import move
from marketplace.money.payments.gateways.twin.store import Object, Shelf, new_ref

Asked = dict[str, Any]
_DAY = 24 * 60 * 60
_SHORTEST, _LONGEST = 30 * 60, _DAY


def create_customer(shelf: Shelf, asked: Asked) -> Object:
    """Make a customer, who is needed for transfers by SPEI."""
    made = {
        "id": new_ref("cus"), "object": "customer", "created": shelf.now, "livemode": False,
        "email": asked.get("email"), "metadata": asked.get("metadata", {}),
    }  # fmt: skip
    shelf.put(made)
    return made


def create_session(shelf: Shelf, asked: Asked) -> Object:
    """Open a Checkout page for an amount."""
    if asked.get("ui_mode", "hosted_page") != "hosted_page" or asked.get("mode") != "payment":
        raise TwinRefusal("parameter_invalid_string_enum", "only hosted pages that take money", param="ui_mode")
    lines = asked.get("line_items") or []
    prices = [line["price_data"] for line in lines]
    if not prices or any(price["currency"] != "mxn" for price in prices):
        raise TwinRefusal("parameter_invalid", "an amount in pesos is needed", param="line_items")
    amount = sum(int(line["price_data"]["unit_amount"]) * int(line["quantity"]) for line in lines)
    if amount < 1000:  # https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
        raise TwinRefusal("amount_too_small", "Amount must be at least $10.00 mxn", param="line_items")
    until = int(asked.get("expires_at") or shelf.now + _DAY)
    if not _SHORTEST - 60 <= until - shelf.now <= _LONGEST:
        raise TwinRefusal("parameter_invalid", "expires_at must be 30 minutes to 24 hours from now", param="expires_at")
    ref = new_ref("cs_test")
    session = {
        "id": ref, "object": "checkout.session", "created": shelf.now, "livemode": False, "mode": "payment",
        "status": "open", "payment_status": "unpaid", "amount_total": amount, "amount_subtotal": amount, "currency": "mxn",
        "client_reference_id": asked.get("client_reference_id"), "customer": asked.get("customer"),
        "metadata": asked.get("metadata", {}), "expires_at": until, "url": f"/pago-de-prueba/{ref}",
        "success_url": asked.get("success_url"), "cancel_url": asked.get("cancel_url"), "payment_intent": None,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None}, "custom_fields": [],
        "custom_text": {"after_submit": None, "shipping_address": None, "submit": None, "terms_of_service_acceptance": None},
        "payment_method_types": ["card", "oxxo", "customer_balance"], "shipping_options": [], "ui_mode": "hosted_page",
        "payment_method_options": {
            "card": {"installments": {"enabled": _installments(asked)}, "request_three_d_secure": "automatic"},
            "oxxo": {"expires_after_days": _voucher_days(asked)},
        },
    }  # fmt: skip
    shelf.put(session)
    of_payment = asked.get("payment_intent_data", {})
    shelf.put({"id": f"of:{ref}", "object": "payment_data", "data": of_payment})
    return session


def _installments(asked: Asked) -> bool:
    card = asked.get("payment_method_options", {}).get("card", {})
    return str(card.get("installments", {}).get("enabled", "false")).lower() == "true"


def _voucher_days(asked: Asked) -> int:
    options = asked.get("payment_method_options", {}).get("oxxo", {})
    days = int(options.get("expires_after_days", 5))
    if not 1 <= days <= 7:
        raise TwinRefusal("parameter_invalid", "a voucher lasts 1 to 7 days", param="payment_method_options[oxxo]")
    return days


def get_session(shelf: Shelf, asked: Asked, session: str) -> Object:
    """Give a session, which is over once its time is."""
    found = shelf.find(session)
    if found is None:
        raise missing("checkout.session", session)
    return _at_its_time(shelf, found)


def list_sessions(shelf: Shelf, asked: Asked) -> Object:
    """List sessions, the latest first."""
    since = int((asked.get("created") or {}).get("gte") or 0)
    rows = [_at_its_time(shelf, one) for one in shelf.all("checkout.session", since=since)]
    return page_of(rows, asked, "/v1/checkout/sessions")


def page_of(rows: list[Object], asked: Asked, path: str) -> Object:
    """Give a page of the list at a path, from after `starting_after` on."""
    after = asked.get("starting_after")
    if after:
        ids = [one["id"] for one in rows]
        rows = rows[ids.index(after) + 1 :] if after in ids else []
    limit = int(asked.get("limit") or 10)
    return {"object": "list", "url": path, "has_more": len(rows) > limit, "data": rows[:limit]}


def _at_its_time(shelf: Shelf, session: Object) -> Object:
    if session["status"] == "open" and session["expires_at"] <= shelf.now:
        _end(shelf, session)
    return session


def expire_session(shelf: Shelf, asked: Asked, session: str) -> Object:
    """End an open session."""
    found = get_session(shelf, asked, session)
    if found["status"] != "open":
        raise TwinRefusal("resource_invalid_state", "Only Checkout Sessions with a status of open can be expired.")
    _end(shelf, found)
    return found


def _end(shelf: Shelf, session: Object) -> None:
    session |= {"status": "expired", "url": None}
    shelf.put(session)
    shelf.tell("checkout.session.expired", session)


def get_payment(shelf: Shelf, asked: Asked, intent: str) -> Object:
    """Give a payment."""
    found = shelf.find(intent)
    if found is None:
        raise missing("payment_intent", intent)
    return found


def cancel_payment(shelf: Shelf, asked: Asked, intent: str) -> Object:
    """Give up a payment that was not made: its voucher or account takes nothing any more."""
    found = get_payment(shelf, asked, intent)
    if found["status"] in ("succeeded", "canceled"):
        raise TwinRefusal("payment_intent_unexpected_state", f"a payment that is {found['status']} cannot be canceled")
    where = (found.get("next_action") or {}).get("display_bank_transfer_instructions")
    found |= {"status": "canceled", "canceled_at": shelf.now, "next_action": None}
    shelf.put(found)
    shelf.tell("payment_intent.canceled", found)
    if where is not None and where["amount_remaining"] < found["amount"]:
        leave_cash(shelf, str(found["customer"]), found["amount"] - where["amount_remaining"])
    return found


def get_customer(shelf: Shelf, asked: Asked, customer: str) -> Object:
    """Give a customer."""
    found = shelf.find(customer)
    if found is None:
        raise missing("customer", customer)
    return found


def get_cash(shelf: Shelf, asked: Asked, customer: str) -> Object:
    """Give what a customer has left with the market."""
    return shelf.find(f"cash:{customer}") or {
        "id": f"cash:{customer}", "object": "cash_balance", "customer": customer, "livemode": False,
        "settings": {"reconciliation_mode": "automatic", "using_merchant_default": True}, "available": {"mxn": 0},
    }  # fmt: skip


def leave_cash(shelf: Shelf, customer: str, amount: int) -> None:
    """Let so many centavos more stay with a customer, or fewer, and say so where any are there."""
    cash = get_cash(shelf, {}, customer)
    cash["available"]["mxn"] += amount
    shelf.put(cash)
    if amount > 0:
        shelf.tell("cash_balance.funds_available", cash)


def _refund_cash(shelf: Shelf, asked: Asked) -> Object:
    cash = shelf.find(f"cash:{asked.get('customer')}")
    amount = int(asked["amount"])
    if cash is None or cash["available"]["mxn"] < amount:
        raise TwinRefusal("balance_insufficient", "the customer has no such cash balance", param="amount")
    leave_cash(shelf, asked["customer"], -amount)
    refund = {
        "id": new_ref("re"), "object": "refund", "amount": amount, "currency": "mxn", "created": shelf.now,
        "charge": None, "payment_intent": None, "metadata": asked.get("metadata", {}), "status": "succeeded",
        "reason": None, "balance_transaction": None,
    }  # fmt: skip
    shelf.put(refund)
    return refund


def create_refund(shelf: Shelf, asked: Asked) -> Object:
    """Give back of a payment, as far as anything of it is left, or of what a customer transferred too much.

    What was paid at OXXO cannot go back so.
    """
    if asked.get("origin") == "customer_balance":
        return _refund_cash(shelf, asked)
    payment = get_payment(shelf, asked, asked.get("payment_intent", ""))
    charge = shelf.find(payment["latest_charge"])
    if charge is None or not charge["paid"]:
        raise TwinRefusal(
            "payment_intent_unexpected_state", "This PaymentIntent does not have a successful charge to refund."
        )
    amount = int(asked.get("amount") or charge["amount"] - charge["amount_refunded"])
    if any(
        one["charge"] == charge["id"] and one["status"] != "won" for one in shelf.with_part("dispute", charge["id"])
    ):
        raise TwinRefusal("charge_disputed", "this charge is disputed")
    if amount <= 0 or charge["amount_refunded"] + amount > charge["amount"]:
        raise TwinRefusal("charge_already_refunded", "greater than what is left of the charge", param="amount")
    if charge["payment_method_details"]["type"] == "oxxo":
        raise TwinRefusal("refund_not_supported", "OXXO payments cannot be refunded")
    refund = {
        "id": new_ref("re"), "object": "refund", "amount": amount, "currency": "mxn", "created": shelf.now,
        "charge": charge["id"], "payment_intent": payment["id"], "metadata": asked.get("metadata", {}),
        "status": "succeeded", "reason": asked.get("reason"),
    }  # fmt: skip
    refund["balance_transaction"] = move(shelf, "refund", -amount, refund["id"])
    charge |= {"amount_refunded": charge["amount_refunded"] + amount}
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    shelf.put(refund)
    shelf.put(charge)
    shelf.tell("refund.created", refund)
    shelf.tell("charge.refunded", charge)
    return refund


def get_refund(shelf: Shelf, asked: Asked, refund: str) -> Object:
    """Give a refund."""
    found = shelf.find(refund)
    if found is None:
        raise missing("refund", refund)
    return found


def list_refunds(shelf: Shelf, asked: Asked) -> Object:
    """List the refunds of a payment, the latest first."""
    of = asked.get("payment_intent", "")
    rows = [one for one in shelf.with_part("refund", of) if one["payment_intent"] == of]
    return page_of(rows, asked, "/v1/refunds")


def get_dispute(shelf: Shelf, asked: Asked, dispute: str) -> Object:
    """Give a dispute."""
    found = shelf.find(dispute)
    if found is None:
        raise missing("dispute", dispute)
    return found


def create_file(shelf: Shelf, asked: Asked) -> Object:
    """Keep that a file came, and how large it is."""
    kept = {
        "id": new_ref("file"), "object": "file", "created": shelf.now, "purpose": asked["purpose"], "size": int(asked["file"]),
        "expires_at": None, "filename": "evidence.pdf", "title": None, "type": "pdf", "url": None,
    }  # fmt: skip
    shelf.put(kept)
    return kept


def update_dispute(shelf: Shelf, asked: Asked, dispute: str) -> Object:
    """Take evidence; once it is submitted the bank looks at it, and nothing can be added."""
    found = get_dispute(shelf, asked, dispute)
    if found["status"] not in ("needs_response", "warning_needs_response"):
        raise TwinRefusal("resource_invalid_state", "This dispute is already closed or under review.")
    found["evidence"] |= asked.get("evidence", {})
    found["evidence_details"]["has_evidence"] = True
    found["metadata"] |= asked.get("metadata", {})
    if asked.get("submit", "true") == "true":
        found["status"] = "under_review"
        found["evidence_details"]["submission_count"] += 1
    shelf.put(found)
    shelf.tell("charge.dispute.updated", found)
    return found


ROUTES = (
    ("post", "/v1/customers", create_customer),
    ("get", "/v1/customers/{customer}", get_customer),
    ("get", "/v1/customers/{customer}/cash_balance", get_cash),
    ("post", "/v1/checkout/sessions", create_session),
    ("get", "/v1/checkout/sessions", list_sessions),
    ("get", "/v1/checkout/sessions/{session}", get_session),
    ("post", "/v1/checkout/sessions/{session}/expire", expire_session),
    ("get", "/v1/payment_intents/{intent}", get_payment),
    ("post", "/v1/payment_intents/{intent}/cancel", cancel_payment),
    ("post", "/v1/refunds", create_refund),
    ("get", "/v1/refunds", list_refunds),
    ("get", "/v1/refunds/{refund}", get_refund),
    ("post", "/v1/files", create_file),
    ("get", "/v1/disputes/{dispute}", get_dispute),
    ("post", "/v1/disputes/{dispute}", update_dispute),
)
