"""Shops are paid: what is held back, when, to which account, by which road, and what became of it."""

from marketplace.money.payouts import queries
from marketplace.money.payouts.gateways import Road, TransferAsked, TransferKind, TransferTold, use_road
from marketplace.money.payouts.holds import close_hold, empty_hold, open_hold, open_holds
from marketplace.money.payouts.rules import AccountState, Every, PayoutState, Plan, left_behind
from marketplace.money.payouts.service import account_in_use, available_now, make_payout, payable_now, pays_on, plan_of

__all__ = [
    "AccountState",
    "Every",
    "PayoutState",
    "Plan",
    "Road",
    "TransferAsked",
    "TransferKind",
    "TransferTold",
    "account_in_use",
    "available_now",
    "close_hold",
    "empty_hold",
    "left_behind",
    "make_payout",
    "open_hold",
    "open_holds",
    "payable_now",
    "pays_on",
    "plan_of",
    "queries",
    "use_road",
]
