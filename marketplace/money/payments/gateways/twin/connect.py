"""What the twin answers about money that goes to shops: connected accounts, transfers and their reversals, balances, payouts.

Accounts are recipients with Stripe's Express pages: of version 2 of its API, or of version 1 with `controller`. What a
transfer brings, the account pays on to its bank (`acts.pay_out`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marketplace.money.payments.gateways.twin.charges import page_of
from marketplace.money.payments.gateways.twin.errors import TwinRefusal, missing
from marketplace.money.payments.gateways.twin.moving import balance_of, move
from marketplace.money.payments.gateways.twin.store import Object, Shelf, new_ref

Asked = dict[str, Any]
# What Stripe asks of a new recipient, in its own words; the market says them in the shop's.
FIRST_ASKED = (
    "identity.individual.id_numbers",
    "identity.attestations.terms_of_service.account",
    "configuration.recipient.default_outbound_destination",
)
_FIVE_MINUTES = 300


def moment_of(shelf: Shelf, later: int = 0) -> str:
    """Write a moment, some seconds from now, as version 2 of the API does."""
    return datetime.fromtimestamp(shelf.now + later, UTC).isoformat().replace("+00:00", "Z")


def create_account(shelf: Shelf, asked: Asked) -> Object:
    """Open a recipient's account, which can take nothing until somebody went through its pages."""
    if (asked.get("identity") or {}).get("country", "").lower() != "mx":
        raise TwinRefusal(
            "country_unsupported", "a Mexican platform pays Mexican accounts only", param="identity[country]"
        )
    account = {
        "id": new_ref("acct"), "object": "v2.core.account", "applied_configurations": ["recipient"], "livemode": False,
        "created": moment_of(shelf), "dashboard": "express",
        "display_name": asked.get("display_name"), "metadata": asked.get("metadata", {}), "closed": False,
    }  # fmt: skip
    set_standing(account, FIRST_ASKED)
    shelf.put(account)
    return account


def set_standing(account: Object, asked: tuple[str, ...] | list[str]) -> None:
    """Say what Stripe still asks of an account: with nothing asked it can take transfers."""
    status = "restricted" if asked else "active"
    details = [{"code": "requirements_past_due", "resolution": "provide_info"}] if asked else []
    transfers = {"status": status, "status_details": details}
    account["configuration"] = {
        "recipient": {"applied": True, "capabilities": {"stripe_balance": {"stripe_transfers": transfers}}}
    }
    account["requirements"] = {
        "entries": [
            {
                "awaiting_action_from": "user", "description": what, "errors": [], "impact": {},
                "minimum_deadline": {"status": "past_due"}, "requested_reasons": [{"code": "routine_onboarding"}],
            }
            for what in asked
        ]
    }  # fmt: skip


def create_account_v1(shelf: Shelf, asked: Asked) -> Object:
    """Open a recipient's account in the older version of the API, with the same duties (`controller`)."""
    if asked.get("country") != "MX":
        raise TwinRefusal("country_unsupported", "a Mexican platform pays Mexican accounts only", param="country")
    account = create_account(shelf, {"identity": {"country": "mx"}, "metadata": asked.get("metadata", {})})
    return _as_v1(account)


def get_account_v1(shelf: Shelf, asked: Asked, account: str) -> Object:
    """Give an account in the words of the older version."""
    return _as_v1(get_account(shelf, asked, account))


def _as_v1(account: Object) -> Object:
    asked = [entry["description"] for entry in account["requirements"]["entries"]]
    return {
        "id": account["id"], "object": "account", "country": "MX", "metadata": account["metadata"],
        "capabilities": {"transfers": "inactive" if asked else "active"}, "requirements": {
            "alternatives": [], "current_deadline": None, "currently_due": asked, "disabled_reason": None, "errors": [],
            "eventually_due": asked, "past_due": asked, "pending_verification": [],
        },
    }  # fmt: skip


def create_account_link_v1(shelf: Shelf, asked: Asked) -> Object:
    """Lead to the pages of an account, in the older version."""
    account = get_account(shelf, asked, asked.get("account", ""))
    shelf.put({"id": f"back:{account['id']}", "object": "way_back", "url": asked.get("return_url")})
    url = f"/cuenta-de-prueba/{account['id']}"
    return {"object": "account_link", "created": shelf.now, "expires_at": shelf.now + _FIVE_MINUTES, "url": url}


def get_account(shelf: Shelf, asked: Asked, account: str) -> Object:
    """Give an account."""
    found = shelf.find(account)
    if found is None or found["object"] != "v2.core.account":
        raise missing("account", account)
    return found


def create_account_link(shelf: Shelf, asked: Asked) -> Object:
    """Lead somebody to the pages where they tell Stripe what it asks of an account. Good once, for five minutes."""
    account = get_account(shelf, asked, asked.get("account", ""))
    case = asked["use_case"]
    link = {
        "object": "v2.core.account_link", "account": account["id"], "created": moment_of(shelf), "livemode": False,
        "expires_at": moment_of(shelf, _FIVE_MINUTES), "url": f"/cuenta-de-prueba/{account['id']}", "use_case": case,
    }  # fmt: skip
    shelf.put(
        {"id": f"back:{account['id']}", "object": "way_back", "url": case["account_onboarding"].get("return_url")}
    )
    return link


def create_transfer(shelf: Shelf, asked: Asked) -> Object:
    """Move money of the market's balance to an account's: of what is available, or of a charge that has not settled yet."""
    account = get_account(shelf, asked, asked.get("destination", ""))
    capability = account["configuration"]["recipient"]["capabilities"]["stripe_balance"]["stripe_transfers"]
    if capability["status"] != "active":
        raise TwinRefusal(
            "insufficient_capabilities_for_transfer", "the account cannot take transfers", param="destination"
        )
    amount = int(asked["amount"])
    if asked["currency"] != "mxn" or amount <= 0:
        raise TwinRefusal("parameter_invalid", "an amount in pesos is needed", param="amount")
    source = asked.get("source_transaction")
    if source is None and amount > balance_of(shelf)["available"][0]["amount"]:
        raise TwinRefusal("balance_insufficient", "You have insufficient available funds in your Stripe account.")
    transfer = {
        "id": new_ref("tr"), "object": "transfer", "amount": amount, "amount_reversed": 0, "created": shelf.now,
        "currency": "mxn", "destination": account["id"], "livemode": False, "metadata": asked.get("metadata", {}),
        "reversed": False, "source_transaction": source, "transfer_group": asked.get("transfer_group"),
    }  # fmt: skip
    transfer["reversals"] = {
        "object": "list",
        "data": [],
        "has_more": False,
        "url": f"/v1/transfers/{transfer['id']}/reversals",
    }
    transfer["balance_transaction"] = move(shelf, "transfer", -amount, transfer["id"])
    move(shelf, "payment", amount, transfer["id"], owner=account["id"])
    shelf.put(transfer)
    shelf.tell("transfer.created", transfer)
    return transfer


def get_transfer(shelf: Shelf, asked: Asked, transfer: str) -> Object:
    """Give a transfer."""
    found = shelf.find(transfer)
    if found is None:
        raise missing("transfer", transfer)
    return found


def list_transfers(shelf: Shelf, asked: Asked) -> Object:
    """List transfers, the latest first."""
    group = asked.get("transfer_group")
    rows = [one for one in shelf.all("transfer") if group in (None, one["transfer_group"])]
    return page_of(rows, asked, "/v1/transfers")


def reverse_transfer(shelf: Shelf, asked: Asked, transfer: str) -> Object:
    """Take money of a transfer back, as far as it is left and the account still has it."""
    found = get_transfer(shelf, asked, transfer)
    amount = int(asked.get("amount") or found["amount"] - found["amount_reversed"])
    if amount <= 0 or found["amount_reversed"] + amount > found["amount"]:
        raise TwinRefusal("parameter_invalid", "greater than what is left of the transfer", param="amount")
    if amount > balance_of(shelf, found["destination"])["available"][0]["amount"]:
        raise TwinRefusal("balance_insufficient", "The account does not have that much any more.")
    reversal = {
        "id": new_ref("trr"), "object": "transfer_reversal", "amount": amount, "created": shelf.now, "currency": "mxn",
        "transfer": transfer, "metadata": asked.get("metadata", {}),
    }  # fmt: skip
    move(shelf, "transfer_refund", amount, reversal["id"])
    move(shelf, "payment_refund", -amount, reversal["id"], owner=found["destination"])
    found["amount_reversed"] += amount
    found["reversed"] = found["amount_reversed"] == found["amount"]
    shelf.put(reversal)
    shelf.put(found)
    return reversal


def get_balance(shelf: Shelf, asked: Asked, account: str = "") -> Object:
    """Give what the market, or an account, has."""
    return balance_of(shelf, account)


def list_payouts(shelf: Shelf, asked: Asked, account: str = "") -> Object:
    """List what went from an account to its bank, the latest first."""
    return page_of(shelf.all("payout", owner=account), asked, "/v1/payouts")


ROUTES = (
    ("post", "/v2/core/accounts", create_account),
    ("get", "/v2/core/accounts/{account}", get_account),
    ("post", "/v2/core/account_links", create_account_link),
    ("post", "/v1/accounts", create_account_v1),
    ("get", "/v1/accounts/{account}", get_account_v1),
    ("post", "/v1/account_links", create_account_link_v1),
    ("post", "/v1/transfers", create_transfer),
    ("get", "/v1/transfers", list_transfers),
    ("get", "/v1/transfers/{transfer}", get_transfer),
    ("post", "/v1/transfers/{transfer}/reversals", reverse_transfer),
    ("get", "/v1/balance", get_balance),
    ("get", "/v1/payouts", list_payouts),
)
