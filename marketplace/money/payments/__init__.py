"""Charges and refunds: the money of a purchase, taken and given back. Outside providers live behind gateways here."""

from marketplace.money.payments.asking import open_page
from marketplace.money.payments.errors import ChargeOver, ChargePaid, ProviderSilent
from marketplace.money.payments.gateways import connect_providers, get_provider
from marketplace.money.payments.gateways.sandbox import APPROVED, Sandbox
from marketplace.money.payments.provider_events import judge_again
from marketplace.money.payments.queries import (
    PaymentStory,
    count_doubtful,
    doubtful,
    find_page,
    get_attempt,
    owed_back,
    purchases_named,
    purchases_of_amount,
    story_of,
)
from marketplace.money.payments.rules import (
    JUDGED_AGAIN,
    AttemptState,
    ChargeState,
    RefundState,
    Verdict,
    attempt_key,
    refund_key,
)
from marketplace.money.payments.sandbox_card import try_card
from marketplace.money.payments.service import close_charge, find_refund, open_charge, request_refund
from marketplace.money.payments.told import EventKind

__all__ = [
    "APPROVED",
    "JUDGED_AGAIN",
    "AttemptState",
    "ChargeOver",
    "ChargePaid",
    "ChargeState",
    "EventKind",
    "PaymentStory",
    "ProviderSilent",
    "RefundState",
    "Sandbox",
    "Verdict",
    "attempt_key",
    "close_charge",
    "connect_providers",
    "count_doubtful",
    "doubtful",
    "find_page",
    "find_refund",
    "get_attempt",
    "get_provider",
    "judge_again",
    "open_charge",
    "open_page",
    "owed_back",
    "purchases_named",
    "purchases_of_amount",
    "refund_key",
    "request_refund",
    "story_of",
    "try_card",
]
