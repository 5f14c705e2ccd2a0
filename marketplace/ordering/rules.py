"""Pure decisions about orders: their states, and who must do what until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_LINES = 20
MOST_OF_ONE = 99
# Purchases that wait for their payment at once, each holding stock: of a buyer, and of a network address, which many share.
MOST_UNPAID = 3
MOST_UNPAID_OF_NETWORK = 30


class State(StrEnum):
    """Where an order stands."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


NEXT: Mapping[State, frozenset[State]] = {
    State.AWAITING_PAYMENT: frozenset({State.PAID, State.EXPIRED, State.CANCELLED}),
    State.PAID: frozenset({State.PACKED, State.CANCELLED}),
    State.PACKED: frozenset({State.SHIPPED, State.CANCELLED}),
    State.SHIPPED: frozenset({State.DELIVERED}),
    State.DELIVERED: frozenset(),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset({State.CANCELLED}),
}
STEPS = (State.PAID, State.PACKED, State.SHIPPED, State.DELIVERED)
CANCELLABLE = frozenset(state for state in (State.PAID, State.PACKED) if State.CANCELLED in NEXT[state])


def is_behind(state: State, step: State) -> bool:
    """Whether an order in a state has made a step already."""
    return state in STEPS and step in STEPS and STEPS.index(step) <= STEPS.index(state)


@dataclass(frozen=True)
class Turn:
    """Who must do what, until when. `who` is shop, buyer, platform or nobody; `what` names the sentence."""

    who: str
    what: str
    until: datetime | None = None


def turn(state: str, *, ship_by: datetime, promise_to: datetime) -> Turn:
    """Say whose turn it is with an order."""
    match State(state):
        case State.AWAITING_PAYMENT:
            return Turn("buyer", "pay")
        case State.PAID:
            return Turn("shop", "pack", ship_by)
        case State.PACKED:
            return Turn("shop", "ship", ship_by)
        case State.SHIPPED:
            return Turn("carrier", "deliver", promise_to)
        case State.DELIVERED:
            return Turn("nobody", "done")
        case State.CANCELLED:
            return Turn("nobody", "cancelled")
        case State.EXPIRED:
            return Turn("nobody", "expired")


def still_open(kinds: Iterable[str]) -> str:
    """Say what is not over with a delivered order, from what happened to it: return, claim, remedy, or nothing.

    A delivered order's money goes back by a return only.
    """
    times = Counter(kinds)
    if times["return_requested"] > times["return_declined"] + times["refunded"]:
        return "return"
    if times["claim_opened"] > times["claim_declined"] + times["claim_accepted"]:
        return "claim"
    return "remedy" if times["claim_accepted"] else ""


def may_go_back(delivered_at: datetime | None, return_days: int, now: datetime) -> bool:
    """Say whether something can still be sent back: so many days from the day it arrived."""
    return delivered_at is not None and now <= delivered_at + timedelta(days=return_days)


@dataclass(frozen=True)
class Change:
    """What is no longer as the buyer saw it: a price (was, now in centavos), or how many are left (`now`)."""

    number: int
    title: str
    what: str  # price, stock, withdrawn, coverage, resting
    was: int = 0
    now: int = 0
