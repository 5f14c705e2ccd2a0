"""Pure decisions about returns: states, until when, and who pays the way back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from marketplace.kernel.calendar import mexican_day, night_of, nth_business_day
from marketplace.kernel.published import RETURN_DAYS

ANSWER_DAYS = 2  # working days a shop has to answer
MOST_PHOTOS = 4


class ReturnState(StrEnum):
    """Where a return stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"
    LAPSED = "lapsed"  # approved, and not there in time


NEXT: Mapping[ReturnState, frozenset[ReturnState]] = {
    ReturnState.REQUESTED: frozenset({ReturnState.APPROVED, ReturnState.DECLINED}),
    ReturnState.APPROVED: frozenset({ReturnState.REFUND_DUE, ReturnState.LAPSED}),
    ReturnState.DECLINED: frozenset(),
    ReturnState.REFUND_DUE: frozenset({ReturnState.REFUNDED}),
    ReturnState.REFUNDED: frozenset(),
    ReturnState.LAPSED: frozenset(),
}


def receive_by(approved_at: datetime) -> datetime:
    """Give the moment at which a return that was approved and is not with its shop lapses: the night of its last day."""
    return night_of(nth_business_day(mexican_day(approved_at), RETURN_DAYS))


class ReturnReason(StrEnum):
    """Why something comes back."""

    CHANGED_MIND = "changed_mind"
    DAMAGED = "damaged"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"


def is_shops_fault(reason: str) -> bool:
    """Whether something comes back for the shop's own fault: then everything goes back, the way there too (LFPC art. 92)."""
    return reason != ReturnReason.CHANGED_MIND


def sold_again(reason: str, quantity: int) -> int:
    """Say how many of so many pieces go back on sale where the shop says nothing: all of what was only not wanted."""
    return 0 if is_shops_fault(reason) else quantity


def payer(reason: str, terms: str) -> str:
    """Say who pays the way back (seller, buyer): the shop for its own fault (LFPC art. 92), else as its terms say."""
    return "seller" if is_shops_fault(reason) else terms
