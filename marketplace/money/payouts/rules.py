"""Pure decisions about payouts: their states, on which days a shop is paid, and how much of what it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from itertools import count
from typing import Any
from uuid import UUID

from marketplace.kernel.calendar import add_business_days
from marketplace.money.payouts.gateways.told import TransferKind


class PayoutState(StrEnum):
    """Where a deposit to a shop stands."""

    DUE = "due"  # taken out of what is available; nobody outside was asked
    SENT = "sent"  # the bank has it
    PAID = "paid"  # it arrived
    FAILED = "failed"  # it did not; the money is available again
    RETURNED = "returned"  # it arrived, and the bank sent it back


# Not knowing is not failing: what was sent stays so until somebody says what became of it.
NEXT: Mapping[PayoutState, frozenset[PayoutState]] = {
    PayoutState.DUE: frozenset({PayoutState.SENT, PayoutState.PAID, PayoutState.FAILED}),
    PayoutState.SENT: frozenset({PayoutState.PAID, PayoutState.FAILED}),
    PayoutState.PAID: frozenset({PayoutState.RETURNED}),
    PayoutState.FAILED: frozenset(),
    PayoutState.RETURNED: frozenset(),
}
ON_WAY = (PayoutState.DUE, PayoutState.SENT)


def state_told(row: Any, kind: TransferKind) -> PayoutState | None:
    """Read what is told of a transfer as the state that it is in then; None where that says nothing of it.

    One that a bank sends back before it said that it had arrived did not arrive.
    """
    if kind is TransferKind.RETURNED and row.state != PayoutState.PAID:
        return PayoutState.FAILED
    return _TOLD.get(kind)


_TOLD = {
    TransferKind.SENT: PayoutState.SENT,
    TransferKind.PAID: PayoutState.PAID,
    TransferKind.FAILED: PayoutState.FAILED,
    TransferKind.RETURNED: PayoutState.RETURNED,
}


class AccountState(StrEnum):
    """Where a bank account that a shop gave stands."""

    UNPROVEN = "unproven"  # the centavos that were sent there are not told yet
    WAITING = "waiting"  # proven; it replaces another one, and the owners may still say no
    IN_USE = "in_use"
    OVER = "over"


ACCOUNT_NEXT: Mapping[AccountState, frozenset[AccountState]] = {
    AccountState.UNPROVEN: frozenset({AccountState.WAITING, AccountState.IN_USE, AccountState.OVER}),
    AccountState.WAITING: frozenset({AccountState.IN_USE, AccountState.OVER}),
    AccountState.IN_USE: frozenset({AccountState.OVER}),
    AccountState.OVER: frozenset(),
}
OPEN = (AccountState.UNPROVEN, AccountState.WAITING)


class AccountEnd(StrEnum):
    """Why an account is not paid to any more."""

    CANCELLED = "cancelled"  # by the shop
    REPLACED = "replaced"
    MISTYPED = "mistyped"  # the centavos were told wrong too often
    BOUNCED = "bounced"  # the bank sent back what was sent


class Every(StrEnum):
    """How often a shop is paid."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"  # on the first such day of each


class PayDay(IntEnum):
    """The days of the week on which banks work."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4


@dataclass(frozen=True)
class Plan:
    """When a shop is paid, and from which amount on, in centavos."""

    every: Every = Every.WEEK
    weekday: int = PayDay.FRIDAY
    least_minor: int = 0


def next_pay_day(plan: Plan, day: date) -> date:
    """Give the first day on which a plan pays, from a day on; one that is a holiday goes to the next working day."""
    for n in count(-7):  # a pay day of the week before may have been put off until today
        named = day + timedelta(days=n)
        if _names(plan, named) and (paid := add_business_days(named, 0)) >= day:
            return paid
    raise AssertionError("days do not end")


def _names(plan: Plan, day: date) -> bool:
    if day.weekday() != plan.weekday:
        return False
    if plan.every is Every.TWO_WEEKS:
        return (day.toordinal() - 1) // 7 % 2 == 0  # weeks from Monday on, counted from the first of all
    return plan.every is Every.WEEK or day.day <= 7


def payable(available: Mapping[UUID | None, int], held: Mapping[UUID, int | None]) -> dict[UUID | None, int]:
    """Say what each order gives to a payout, in centavos: what is available of it, less what is held back.

    `held` is what is disputed of an order, or None where all of it is. No more is held than there is; what an order owes
    is taken of the others.
    """
    return {
        order_id: amount - left_behind(amount, held, order_id)
        for order_id, amount in available.items()
        if amount - left_behind(amount, held, order_id)
    }


def left_behind(amount_minor: int, held: Mapping[UUID, int | None], order_id: UUID | None) -> int:
    """Say how much of what is available of an order stays behind, because something about it is open; in centavos."""
    if order_id is None or order_id not in held or amount_minor <= 0:
        return 0
    asked = held[order_id]
    return amount_minor if asked is None else min(amount_minor, asked)


def keep_back(by_order: Mapping[UUID | None, int], most_minor: int | None) -> tuple[dict[UUID | None, int], int]:
    """Say what orders give while a decision holds money of the whole shop, and how much of it stays behind; in centavos.

    `most_minor` is up to how much is held; 0 is nothing, None all. Never more than there is, so that a payout is never below
    nothing; the newest orders stay first. What is given and what stays together are what there was.
    """
    there = max(0, sum(by_order.values()))
    kept = there if most_minor is None else min(most_minor, there)
    given, left = dict(by_order), kept
    for order_id in sorted(by_order, key=str, reverse=True):
        stays = min(left, max(0, given[order_id]))
        given[order_id] -= stays
        left -= stays
    return {order_id: amount for order_id, amount in given.items() if amount}, kept


def is_worth_paying(amount_minor: int, plan: Plan) -> bool:
    """Whether an amount is paid: above nothing, and not below what the shop said is the least."""
    return amount_minor > 0 and amount_minor >= plan.least_minor


LONGEST_HOLD_DAYS = 90  # of all that a shop is due, by one decision


def payout_key(payout_id: UUID) -> str:
    """Make the key under which a bank is asked for a payout: the same however often it is asked."""
    return f"payout:{payout_id}"
