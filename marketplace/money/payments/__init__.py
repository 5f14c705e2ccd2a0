"""Charges and refunds: the money of a purchase, taken and given back. Outside providers live behind gateways here."""

from marketplace.money.payments.asking import find_paid_with, is_being_confirmed, open_page
from marketplace.money.payments.chargebacks import (
    answer_chargeback,
    chargebacks,
    count_chargebacks,
    get_chargeback,
    send_evidence,
)
from marketplace.money.payments.errors import ChargeOver, ChargePaid, NotStuck, ProviderSilent
from marketplace.money.payments.gateways import TAKES_CHARGES, connect_providers, get_provider, get_twin, stripe_client
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.gateways.twin import charges as twin_charges
from marketplace.money.payments.gateways.twin.moving import cost_of
from marketplace.money.payments.gateways.twin.store import Object as TwinObject
from marketplace.money.payments.gateways.twin.store import Shelf
from marketplace.money.payments.provider_events import judge_again
from marketplace.money.payments.queries import (
    PaymentStory,
    count_doubtful,
    doubtful,
    find_page,
    left_over,
    owed_back,
    purchases_named,
    purchases_of_amount,
    refunds_of,
    story_of,
)
from marketplace.money.payments.refunding import (
    ask_waiting_refunds,
    hear_from_bank,
    lock_refunds,
    may_leave,
    send_by_bank,
    settle_by_chargeback,
)
from marketplace.money.payments.rules import (
    JUDGED_AGAIN,
    AttemptState,
    ChargebackState,
    ChargeState,
    RefundState,
    RefundWay,
    Verdict,
    attempt_key,
    chargeback_cause,
    refund_key,
)
from marketplace.money.payments.service import close_charge, find_refund, note_months, open_charge, request_refund
from marketplace.money.payments.told import EventKind, Funding, Method, PaidWith
from marketplace.money.payments.twin_events import hear_twin

__all__ = [
    "JUDGED_AGAIN",
    "TAKES_CHARGES",
    "AttemptState",
    "ChargeOver",
    "ChargePaid",
    "ChargeState",
    "ChargebackState",
    "EventKind",
    "Funding",
    "Method",
    "NotStuck",
    "PaidWith",
    "PaymentStory",
    "ProviderSilent",
    "RefundState",
    "RefundWay",
    "Shelf",
    "TwinObject",
    "Verdict",
    "acts",
    "answer_chargeback",
    "ask_waiting_refunds",
    "attempt_key",
    "chargeback_cause",
    "chargebacks",
    "close_charge",
    "connect_providers",
    "cost_of",
    "count_chargebacks",
    "count_doubtful",
    "doubtful",
    "find_page",
    "find_paid_with",
    "find_refund",
    "get_chargeback",
    "get_provider",
    "get_twin",
    "hear_from_bank",
    "hear_twin",
    "is_being_confirmed",
    "judge_again",
    "left_over",
    "lock_refunds",
    "may_leave",
    "note_months",
    "open_charge",
    "open_page",
    "owed_back",
    "purchases_named",
    "purchases_of_amount",
    "refund_key",
    "refunds_of",
    "request_refund",
    "send_by_bank",
    "send_evidence",
    "settle_by_chargeback",
    "story_of",
    "stripe_client",
    "twin_charges",
]
