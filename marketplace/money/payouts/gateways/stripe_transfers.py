"""Stripe Connect: accounts in which shops are paid, opened on Stripe's own pages, and transfers to them.

Accounts are recipients (Express; the market answers for fees and losses), by version 2 of the API or by version 1 with
`controller` (https://docs.stripe.com/connect/accounts-v2). A transfer comes out of what the market has available: what is paid
to shops waited for its proof, and what has not settled yet waits another hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import stripe

from marketplace.kernel.site import site
from marketplace.kernel.work import outside_any_transaction
from marketplace.money.payments import stripe_client
from marketplace.money.payouts.errors import RoadSilent
from marketplace.money.payouts.gateways.told import RecipientStanding, TransferAsked, TransferKind, TransferTold

# What says that the market has not enough available yet: the money is asked for again.
_NOT_YET = "balance_insufficient"
_TRANSFERS = {"stripe_balance": {"stripe_transfers": {"requested": True}}}
_V2: dict[str, Any] = {
    "dashboard": "express", "identity": {"country": "mx"}, "configuration": {"recipient": {"capabilities": _TRANSFERS}},
    "defaults": {
        "currency": "mxn", "locales": ["es-419"],
        "responsibilities": {"fees_collector": "application", "losses_collector": "application"},
    },
}  # fmt: skip
_V1: dict[str, Any] = {
    "country": "MX", "capabilities": {"transfers": {"requested": True}}, "controller": {
        "fees": {"payer": "application"}, "losses": {"payments": "application"}, "requirement_collection": "stripe",
        "stripe_dashboard": {"type": "express"},
    },
}  # fmt: skip


class StripeTransfers:
    """Money to a shop's account at Stripe, which pays it on to the shop's bank."""

    name = "stripe"

    def send(self, asked: TransferAsked) -> TransferTold:
        """Transfer; the same key transfers once. What is not available yet waits; any other refusal is a failure."""
        transfer: Any = {
            "amount": asked.amount_minor, "currency": "mxn", "destination": asked.recipient, "transfer_group": asked.key,
            "metadata": {"payout": asked.reference},
        }  # fmt: skip
        with _asking():
            try:
                stripe_client().v1.transfers.create(transfer, {"idempotency_key": asked.key})
            except stripe.InvalidRequestError as refusal:
                if refusal.code == _NOT_YET:
                    return TransferTold(TransferKind.WAITING)
                return TransferTold(TransferKind.FAILED, str(refusal.code or "refused"))
        return TransferTold(TransferKind.PAID)

    def find(self, key: str) -> TransferTold | None:
        """Look whether it was transferred."""
        with _asking():
            made = stripe_client().v1.transfers.list({"transfer_group": key, "limit": 1})
        return TransferTold(TransferKind.PAID) if made.data else None


def _by_v1() -> bool:
    return site().settings.stripe_accounts == "v1"


def open_recipient(key: str, name: str) -> str:
    """Open an account for a shop, in Mexico alone; gives what Stripe calls it. The same key opens one."""
    with _asking():
        if _by_v1():
            asked = cast(Any, {**_V1, "metadata": {"key": key}})
            return str(stripe_client().v1.accounts.create(asked, {"idempotency_key": key}).id)
        asked = cast(Any, {**_V2, "display_name": name, "metadata": {"key": key}})
        return str(stripe_client().v2.core.accounts.create(asked, {"idempotency_key": key}).id)


def open_onboarding(ref: str, back: str) -> str:
    """Give the page of Stripe on which a shop tells what is asked of it; good once, for some minutes."""
    ways = {"refresh_url": back, "return_url": back}
    with _asking():
        if _by_v1():
            link = cast(Any, {"account": ref, "type": "account_onboarding", **ways})
            return str(stripe_client().v1.account_links.create(link).url)
        how = {"type": "account_onboarding", "account_onboarding": {"configurations": ["recipient"], **ways}}
        return str(stripe_client().v2.core.account_links.create(cast(Any, {"account": ref, "use_case": how})).url)


def find_recipient(ref: str) -> RecipientStanding:
    """Look how a shop's account stands."""
    with _asking():
        if _by_v1():
            return _standing_v1(ref, stripe_client().v1.accounts.retrieve(ref).to_dict())
        more = cast(Any, {"include": ["configuration.recipient", "requirements"]})
        return _standing_v2(ref, stripe_client().v2.core.accounts.retrieve(ref, more).to_dict())


def _standing_v1(ref: str, account: dict[str, Any]) -> RecipientStanding:
    asked = (account.get("requirements") or {}).get("currently_due") or []
    return RecipientStanding(ref, (account.get("capabilities") or {}).get("transfers") == "active", tuple(asked))


def _standing_v2(ref: str, account: dict[str, Any]) -> RecipientStanding:
    entries = (account.get("requirements") or {}).get("entries") or []
    status: Any = account
    for name in ("configuration", "recipient", "capabilities", "stripe_balance", "stripe_transfers", "status"):
        status = (status or {}).get(name)
    asked = tuple(one["description"] for one in entries if one["awaiting_action_from"] == "user")
    return RecipientStanding(ref, status == "active", asked)


@contextmanager
def _asking() -> Iterator[None]:
    """Say that nothing helpful was heard, whatever went wrong on the way."""
    outside_any_transaction(StripeTransfers.name)
    try:
        yield
    except stripe.StripeError as error:
        raise RoadSilent from error
