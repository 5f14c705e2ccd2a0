"""Pure decisions about orders: their states, and who must do what until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from marketplace.kernel.calendar import mexican_day, nth_business_day
from marketplace.kernel.published import ARRIVED_BY_CLOCK_DAYS, HOLD_DAYS, NEW_SHOP_DAYS, NEW_SHOP_HOLD_DAYS

LAWFUL_RETURN_DAYS = 5  # working days after delivery in which anything can go back (LFPC art. 56)


class OrderState(StrEnum):
    """Where an order stands."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


NEXT: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.AWAITING_PAYMENT: frozenset({OrderState.PAID, OrderState.EXPIRED, OrderState.CANCELLED}),
    OrderState.PAID: frozenset({OrderState.PACKED, OrderState.CANCELLED}),
    OrderState.PACKED: frozenset({OrderState.SHIPPED, OrderState.CANCELLED}),
    # What was sent is cancelled only when it never came, by the end of a dispute.
    OrderState.SHIPPED: frozenset({OrderState.DELIVERED, OrderState.CANCELLED}),
    OrderState.DELIVERED: frozenset({OrderState.CANCELLED}),
    OrderState.CANCELLED: frozenset(),
    # Money that comes late is taken; where the goods are gone, the order is cancelled right after and everything goes back.
    OrderState.EXPIRED: frozenset({OrderState.PAID}),
}
ON_THE_WAY = (OrderState.PAID, OrderState.PACKED, OrderState.SHIPPED)  # paid, and not there yet


class PurchaseState(StrEnum):
    """Where a purchase stands."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    EXPIRED = "expired"


PURCHASE_NEXT: Mapping[PurchaseState, frozenset[PurchaseState]] = {
    PurchaseState.AWAITING_PAYMENT: frozenset({PurchaseState.PAID, PurchaseState.EXPIRED}),
    PurchaseState.EXPIRED: frozenset({PurchaseState.PAID}),
    PurchaseState.PAID: frozenset(),
}


class CancelReason(StrEnum):
    """Why a shop cancels. What it says decides whether the pieces are for sale again."""

    BROKEN = "broken"
    MISSING = "missing"
    NO_CARRIER = "no_carrier"
    BUYER_ASKED = "buyer_asked"


NEVER_CAME = "never_came"  # what a dispute cancels for
_KEPT_OUT = frozenset({CancelReason.BROKEN, CancelReason.MISSING})


def is_sold_again(why: str | None) -> bool:
    """Whether the pieces of a cancelled order go back on sale, by what a shop chose: not what is broken or missing."""
    return why not in _KEPT_OUT


class DeliveredBy(StrEnum):
    """Whose word it is that an order arrived. The shop's is none of them: nobody releases money to themselves."""

    BUYER = "buyer"
    CARRIER = "carrier"
    CLOCK = "clock"


# Paid, and not cancelled since; the later ones further on their way.
SOLD = (OrderState.PAID, OrderState.PACKED, OrderState.SHIPPED, OrderState.DELIVERED)
CANCELLABLE = frozenset(state for state in (OrderState.PAID, OrderState.PACKED) if OrderState.CANCELLED in NEXT[state])


def is_behind(state: OrderState, step: OrderState) -> bool:
    """Whether an order in a state has made a step already."""
    return state in SOLD and step in SOLD and SOLD.index(step) <= SOLD.index(state)


@dataclass(frozen=True)
class Turn:
    """Who must do what, until when. `who` is shop, buyer, platform or nobody; `what` names the sentence."""

    who: str
    what: str
    until: datetime | None = None


def turn(state: str, *, ship_by: datetime, promise_to: datetime) -> Turn:
    """Say whose turn it is with an order."""
    match OrderState(state):
        case OrderState.AWAITING_PAYMENT:
            return Turn("buyer", "pay")
        case OrderState.PAID:
            return Turn("shop", "pack", ship_by)
        case OrderState.PACKED:
            return Turn("shop", "ship", ship_by)
        case OrderState.SHIPPED:
            return Turn("carrier", "deliver", promise_to)
        case OrderState.DELIVERED:
            return Turn("nobody", "done")
        case OrderState.CANCELLED:
            return Turn("nobody", "cancelled")
        case OrderState.EXPIRED:
            return Turn("nobody", "expired")


def still_open(kinds: Iterable[str]) -> str:
    """Say what is not over with an order, from what happened to it: dispute, return, claim, remedy, or nothing."""
    times = Counter(kinds)
    if times["dispute_opened"] > times["dispute_ended"]:
        return "dispute"
    if times["return_requested"] > times["return_declined"] + times["return_refunded"] + times["return_lapsed"]:
        return "return"
    if times["claim_opened"] > times["claim_declined"] + times["claim_accepted"]:
        return "claim"
    return "remedy" if times["claim_accepted"] > times["claim_closed"] else ""


def last_return_day(delivered_at: datetime, return_days: int) -> date:
    """Give the last day in Mexico City on which something can be sent back; it lasts until its night.

    A shop's days are calendar days, and never end before the law's five working days (LFPC art. 56), counted from the
    day after delivery.
    """
    arrived = mexican_day(delivered_at)
    return max(arrived + timedelta(days=return_days), nth_business_day(arrived, LAWFUL_RETURN_DAYS))


def may_go_back(delivered_at: datetime | None, return_days: int, now: datetime) -> bool:
    """Say whether something can still be sent back; see `last_return_day`."""
    return delivered_at is not None and mexican_day(now) <= last_return_day(delivered_at, return_days)


def hold_days(opened_at: datetime, now: datetime) -> int:
    """Say how many days the money of what arrives now waits: longer of a shop that opened a short while ago."""
    return NEW_SHOP_HOLD_DAYS if now - opened_at < timedelta(days=NEW_SHOP_DAYS) else HOLD_DAYS


def last_day_held(delivered_at: datetime, days: int) -> date:
    """Give the last day on which the money of a delivered order waits; from the next one on it is available."""
    return mexican_day(delivered_at) + timedelta(days=days)


def last_day_to_complain(promise_to: date) -> date:
    """Give the last day before an order that nobody complained of counts as arrived."""
    return nth_business_day(promise_to, ARRIVED_BY_CLOCK_DAYS)


def available_by(promised: date, days: int) -> date:
    """Give the day on which the money of an order is available at the latest, if nobody complains: arrived by the clock
    on the day after the last one to complain on, and then held for `days`."""
    return last_day_to_complain(promised) + timedelta(days=1 + days + 1)


def counts_as_arrived(promised: date, today: date) -> bool:
    """Whether an order that nobody complained of counts as arrived: from the day after the last one to complain on."""
    return today > last_day_to_complain(promised)


def may_miss(
    state: str,
    *,
    promise_to: date,
    now: datetime,
    arrival_told: bool = False,
    delivered_by: str | None = None,
    held_until: date | None = None,
) -> bool:
    """Say whether a buyer may say that an order never came.

    From the end of the promise on (the last day still counts as promised), once the shop says that it arrived; and, where
    it counts as delivered by another's word than the buyer's own, until its money is no longer held.
    """
    today = mexican_day(now)
    if state == OrderState.SHIPPED:
        return arrival_told or today > promise_to
    return (
        state == OrderState.DELIVERED
        and delivered_by != DeliveredBy.BUYER
        and held_until is not None
        and today <= held_until
    )
