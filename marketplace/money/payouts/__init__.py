"""Shops are paid: what is held back, when, to which account, by which road, and what became of it."""

from marketplace.money.payouts import queries
from marketplace.money.payouts.buyers import give_refund_account, hand_refunds_over, transfers_of
from marketplace.money.payouts.holds import close_hold, empty_hold, open_hold, open_holds
from marketplace.money.payouts.rules import (
    LONGEST_HOLD_DAYS,
    AccountEnd,
    AccountState,
    PayoutState,
    Plan,
    keep_back,
    next_pay_day,
)
from marketplace.money.payouts.service import available_now, payable_now, pays_on, plan_of
from marketplace.money.payouts.shop_holds import free_shop_money, held_on, hold_shop_money, holds_of_shop

__all__ = [
    "LONGEST_HOLD_DAYS",
    "AccountEnd",
    "AccountState",
    "PayoutState",
    "Plan",
    "available_now",
    "close_hold",
    "empty_hold",
    "free_shop_money",
    "give_refund_account",
    "hand_refunds_over",
    "held_on",
    "hold_shop_money",
    "holds_of_shop",
    "keep_back",
    "next_pay_day",
    "open_hold",
    "open_holds",
    "payable_now",
    "pays_on",
    "plan_of",
    "queries",
    "transfers_of",
]
