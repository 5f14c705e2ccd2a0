"""What people do at the twin: a payer with a card, at the till of OXXO or from their bank; a bank; Stripe itself.

Each takes the shelf of one change. They raise TwinRefusal where Stripe would not let it happen.
"""

from __future__ import annotations

from typing import Any

from marketplace.kernel.reading import key_of_code
from marketplace.money.payments.gateways.twin.charges import get_session, leave_cash
from marketplace.money.payments.gateways.twin.connect import set_standing
from marketplace.money.payments.gateways.twin.errors import TwinRefusal, missing
from marketplace.money.payments.gateways.twin.moving import PLANS, SETTLES_AFTER_DAYS, balance_of, cost_of, move
from marketplace.money.payments.gateways.twin.store import Object, Shelf, new_ref

APPROVED = "4242424242424242"
DEBIT = "4000056655665556"  # https://docs.stripe.com/testing: Visa, of an account
# number -> why the bank says no (https://docs.stripe.com/testing#declined-payments)
DECLINED = {
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000009987": "lost_card",
    "4000000000000069": "expired_card",
    "4000000000000127": "incorrect_cvc",
}
_DAY = 24 * 60 * 60
_DISPUTE_FEE_MINOR = 15_000  # https://support.stripe.com/questions/dispute-and-fraud-in-mexico-faq
_OXXO_MINOR = (1_000, 1_000_000)


def decide(card: str) -> str | None:
    """Say how the bank answers for a card number: None approves, else the reason it declines."""
    digits = key_of_code(card)
    if digits in (APPROVED, DEBIT):
        return None
    return DECLINED.get(digits, "unknown_card")


def plans_of(session: Object) -> list[int]:
    """In how many months a session may be paid with a credit card: where that was asked for, as the amount allows."""
    card = session["payment_method_options"].get("card", {})
    if not card.get("installments", {}).get("enabled"):
        return []
    return [months for months, (least, _more) in PLANS.items() if session["amount_total"] >= least]


def pay_by_card(shelf: Shelf, session_ref: str, card: str, months: int | None = None) -> str | None:
    """Pay a session with a card, at once or in months; gives why the bank declines, None where it approves."""
    session = _open(shelf, session_ref)
    if months and months not in plans_of(session):
        raise TwinRefusal("payment_intent_invalid_parameter", "the plan is not available", param="installments")
    payment = _payment_of(shelf, session)
    why = decide(card)
    if why:
        error = {"type": "card_error", "code": "card_declined", "decline_code": why, "message": why}
        payment |= {"status": "requires_payment_method", "last_payment_error": error}
        shelf.put(payment)
        shelf.tell("payment_intent.payment_failed", payment)
        return why
    session |= {"status": "complete", "payment_status": "paid", "url": None}
    shelf.put(session)
    details = {"brand": "visa", "last4": key_of_code(card)[-4:], "exp_month": 12, "exp_year": 2034, "country": "MX"}
    details["funding"] = "debit" if key_of_code(card) == DEBIT else "credit"
    plan = {"count": months, "interval": "month", "type": "fixed_count"}
    details |= {"installments": {"plan": plan}} if months else {}
    _take(shelf, payment, "card", details)
    shelf.tell("checkout.session.completed", session)
    return None


def choose_oxxo(shelf: Shelf, session_ref: str) -> Object:
    """Ask for a voucher to pay at the till; gives the payment."""
    session = _open(shelf, session_ref)
    low, high = _OXXO_MINOR
    if not low <= session["amount_total"] <= high:
        raise TwinRefusal("amount_too_large", "OXXO takes 10 to 10,000 pesos")
    days = session["payment_method_options"]["oxxo"]["expires_after_days"]
    number = f"{int(new_ref('n')[2:14], 16) % 10**14:014d}"
    voucher = {
        "expires_after": shelf.now + days * _DAY, "number": number,
        "hosted_voucher_url": f"/pago-de-prueba/{session_ref}/ficha",
    }  # fmt: skip
    action = {"type": "oxxo_display_details", "oxxo_display_details": voucher}
    return _wait(shelf, session, action, "oxxo")


def choose_spei(shelf: Shelf, session_ref: str) -> Object:
    """Ask for an account to transfer to; gives the payment."""
    session = _open(shelf, session_ref)
    where = {
        "type": "mx_bank_transfer", "currency": "mxn", "amount_remaining": session["amount_total"],
        "reference": new_ref("r")[2:10].upper(), "hosted_instructions_url": f"/pago-de-prueba/{session_ref}/ficha",
        "financial_addresses": [
            {
                "type": "spei", "supported_networks": ["spei"],
                "spei": {
                    "clabe": "002180650412345678", "bank_code": "002", "bank_name": "Citi", "account_holder_name": "Tianguis",
                    "account_holder_address": _ADDRESS, "bank_address": _ADDRESS,
                },
            }
        ],
    }  # fmt: skip
    action = {"type": "display_bank_transfer_instructions", "display_bank_transfer_instructions": where}
    return _wait(shelf, session, action, "customer_balance")


_ADDRESS = {"city": None, "country": "MX", "line1": None, "line2": None, "postal_code": None, "state": None}


def _wait(shelf: Shelf, session: Object, action: dict[str, Any], method: str) -> Object:
    payment = _payment_of(shelf, session)
    payment |= {"status": "requires_action", "next_action": action, "payment_method_types": [method]}
    session |= {"status": "complete", "payment_status": "unpaid", "url": None}
    shelf.put(payment)
    shelf.put(session)
    shelf.tell("payment_intent.requires_action", payment)
    shelf.tell("checkout.session.completed", session)
    return payment


def pay_at_oxxo(shelf: Shelf, session_ref: str) -> None:
    """Pay a voucher at the till, at once; Stripe hears of it by the next working day."""
    session, payment = _waiting(shelf, session_ref, "oxxo_display_details")
    _paid_late(shelf, session, payment, "oxxo")


def let_voucher_end(shelf: Shelf, session_ref: str) -> None:
    """Let a voucher's days pass."""
    session, payment = _waiting(shelf, session_ref, "oxxo_display_details")
    error = {"type": "invalid_request_error", "code": "payment_intent_payment_attempt_expired", "message": "expired"}
    payment |= {"status": "requires_payment_method", "next_action": None, "last_payment_error": error}
    shelf.put(payment)
    shelf.tell("payment_intent.payment_failed", payment)
    shelf.tell("checkout.session.async_payment_failed", session)


def transfer(shelf: Shelf, session_ref: str, amount_minor: int) -> None:
    """Transfer some centavos by SPEI: less than asked leaves the payment waiting, more stays with the customer at Stripe."""
    session, payment = _waiting(shelf, session_ref, "display_bank_transfer_instructions")
    if amount_minor <= 0:
        raise TwinRefusal("parameter_invalid", "nothing was transferred")
    where = payment["next_action"]["display_bank_transfer_instructions"]
    left = where["amount_remaining"] - amount_minor
    if left <= 0:
        _paid_late(shelf, session, payment, "customer_balance")
        if left < 0:
            leave_cash(shelf, session["customer"], -left)
        return
    where["amount_remaining"] = left
    shelf.put(payment)
    shelf.tell("payment_intent.partially_funded", payment)


def open_dispute(shelf: Shelf, payment_ref: str, *, reason: str = "product_not_received", days: int = 10) -> Object:
    """The buyer's bank asks for the money of a card payment back; it is taken at once, and a fee with it."""
    payment = shelf.find(payment_ref)
    charge = shelf.find(payment["latest_charge"]) if payment else None
    if payment is None or charge is None or charge["payment_method_details"]["type"] != "card" or charge["disputed"]:
        raise missing("disputable payment", payment_ref)
    if charge["refunded"]:
        raise TwinRefusal("charge_already_refunded", "nothing is left of it for a bank to ask for")
    dispute: Object = {
        "id": new_ref("du"), "object": "dispute", "amount": charge["amount"] - charge["amount_refunded"], "currency": "mxn",
        "charge": charge["id"], "payment_intent": payment["id"], "created": shelf.now, "reason": reason, "metadata": {},
        "status": "needs_response", "is_charge_refundable": False, "livemode": False, "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}}, "balance_transactions": [],
        "evidence_details": {
            "due_by": shelf.now + days * _DAY, "has_evidence": False, "past_due": False, "submission_count": 0,
            "enhanced_eligibility": {},
        },
    }  # fmt: skip
    taken = move(shelf, "adjustment", -dispute["amount"], dispute["id"], fee=(_DISPUTE_FEE_MINOR, 0))
    dispute["balance_transactions"] = [shelf.find(taken)]
    charge["disputed"] = True
    shelf.put(charge)
    shelf.put(dispute)
    shelf.tell("charge.dispute.created", dispute)
    shelf.tell("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(shelf: Shelf, dispute_ref: str, *, won: bool) -> None:
    """The bank decides; what was taken comes back where the market won, the fee too."""
    dispute = shelf.find(dispute_ref)
    if dispute is None:
        raise missing("dispute", dispute_ref)
    dispute["status"] = "won" if won else "lost"
    shelf.put(dispute)
    if won:
        back = move(shelf, "adjustment", dispute["amount"], dispute_ref, fee=(-_DISPUTE_FEE_MINOR, 0))
        dispute["balance_transactions"].append(shelf.find(back))
        shelf.put(dispute)
        shelf.tell("charge.dispute.funds_reinstated", dispute)
    shelf.tell("charge.dispute.closed", dispute)


def finish_onboarding(shelf: Shelf, account_ref: str) -> None:
    """Tell Stripe everything that it asks of an account: it can take transfers."""
    _stand(shelf, account_ref, [])


def ask_more(shelf: Shelf, account_ref: str, what: list[str]) -> None:
    """Stripe asks something of an account anew; until it is told, nothing can be transferred there."""
    _stand(shelf, account_ref, what)


def _stand(shelf: Shelf, account_ref: str, asked: list[str]) -> None:
    account = shelf.find(account_ref)
    if account is None:
        raise missing("account", account_ref)
    set_standing(account, asked)
    shelf.put(account)
    shelf.tell_thin("v2.core.account[configuration.recipient].capability_status_updated", account_ref)


def pay_out(shelf: Shelf, account_ref: str, *, failure: str | None = None) -> Object | None:
    """What an account has goes to its bank, as Stripe does by itself; `failure`: why the bank does not take it."""
    amount = balance_of(shelf, account_ref)["available"][0]["amount"]
    if amount <= 0:
        return None
    payout: Object = {
        "id": new_ref("po"), "object": "payout", "amount": amount, "arrival_date": shelf.now, "automatic": True,
        "created": shelf.now, "currency": "mxn", "livemode": False, "method": "standard", "type": "bank_account",
        "reconciliation_status": "completed", "source_type": "card", "status": "failed" if failure else "paid",
        "failure_code": failure,
    }  # fmt: skip
    if not failure:
        move(shelf, "payout", -amount, payout["id"], owner=account_ref)
    shelf.put(payout, owner=account_ref)
    shelf.tell(f"payout.{payout['status']}", payout, account=account_ref)
    return payout


def _open(shelf: Shelf, session_ref: str) -> Object:
    session = get_session(shelf, {}, session_ref)
    if session["status"] != "open":
        raise TwinRefusal("resource_invalid_state", f"this session is {session['status']}")
    return session


def _waiting(shelf: Shelf, session_ref: str, what: str) -> tuple[Object, Object]:
    session = get_session(shelf, {}, session_ref)
    payment = shelf.find(session["payment_intent"])
    if payment is None or payment["status"] != "requires_action" or payment["next_action"]["type"] != what:
        raise TwinRefusal("resource_invalid_state", "this payment waits for nothing of the kind")
    return session, payment


def _payment_of(shelf: Shelf, session: Object) -> Object:
    found = shelf.find(session["payment_intent"])
    if found is not None:
        return found
    asked = (shelf.find(f"of:{session['id']}") or {"data": {}})["data"]
    payment = {
        "id": new_ref("pi"), "object": "payment_intent", "created": shelf.now, "livemode": False, "currency": "mxn",
        "amount": session["amount_total"], "amount_received": 0, "status": "requires_payment_method",
        "customer": session["customer"], "latest_charge": None, "next_action": None, "last_payment_error": None,
        "metadata": asked.get("metadata", {}), "transfer_group": asked.get("transfer_group"),
        "payment_method_types": session["payment_method_types"],
    }  # fmt: skip
    session["payment_intent"] = payment["id"]
    shelf.put(payment)
    shelf.put(session)
    return payment


def _take(shelf: Shelf, payment: Object, method: str, details: dict[str, Any]) -> None:
    amount = payment["amount"]
    charge = {
        "id": new_ref("ch"), "object": "charge", "amount": amount, "amount_captured": amount, "amount_refunded": 0,
        "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}, "captured": True,
        "created": shelf.now, "currency": "mxn", "disputed": False, "livemode": False, "metadata": payment["metadata"],
        "paid": True, "refunded": False, "status": "succeeded", "payment_intent": payment["id"],
        "transfer_group": payment["transfer_group"], "payment_method_details": {"type": method, method: details},
    }  # fmt: skip
    charge["balance_transaction"] = move(
        shelf,
        "charge",
        amount,
        charge["id"],
        fee=cost_of(method, amount, _months_of(details)),
        days=SETTLES_AFTER_DAYS[method],
    )
    payment |= {
        "status": "succeeded", "amount_received": amount, "latest_charge": charge["id"], "next_action": None,
        "last_payment_error": None,
    }  # fmt: skip
    shelf.put(charge)
    shelf.put(payment)
    shelf.tell("payment_intent.succeeded", payment)
    shelf.tell("charge.succeeded", charge)


def _months_of(details: dict[str, Any]) -> int | None:
    plan = details.get("installments", {}).get("plan", {})
    return int(plan["count"]) if plan else None


def _paid_late(shelf: Shelf, session: Object, payment: Object, method: str) -> None:
    session["payment_status"] = "paid"
    shelf.put(session)
    _take(shelf, payment, method, {"number": None} if method == "oxxo" else {})
    shelf.tell("checkout.session.async_payment_succeeded", session)
