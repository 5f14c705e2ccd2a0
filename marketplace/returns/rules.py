"""Pure decisions about returns: states, until when, and who pays the way back."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

ANSWER_DAYS = 2  # working days a shop has to answer
MOST_PHOTOS = 4
PHOTO_FOLDER = "private"  # of the private store: both sides see them, nobody else


class State(StrEnum):
    """Where a return stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


NEXT: Mapping[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.APPROVED, State.DECLINED}),
    State.APPROVED: frozenset({State.REFUND_DUE}),
    State.DECLINED: frozenset(),
    State.REFUND_DUE: frozenset({State.REFUNDED}),
    State.REFUNDED: frozenset(),
}


class Reason(StrEnum):
    """Why something comes back."""

    CHANGED_MIND = "changed_mind"
    DAMAGED = "damaged"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"


def payer(reason: str, terms: str) -> str:
    """Say who pays the way back (seller, buyer): the shop for its own fault (LFPC art. 92), else as its terms say."""
    return terms if reason == Reason.CHANGED_MIND else "seller"
