"""Pure decisions about stock: how a hold ends, and why there are more or fewer pieces."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ReservationState(StrEnum):
    """How it stands with what is held for somebody who is paying."""

    HELD = "held"
    CONSUMED = "consumed"  # it was paid, and left the shelf
    RELEASED = "released"  # it is free again


NEXT: Mapping[ReservationState, frozenset[ReservationState]] = {
    ReservationState.HELD: frozenset({ReservationState.CONSUMED, ReservationState.RELEASED}),
    ReservationState.CONSUMED: frozenset(),
    ReservationState.RELEASED: frozenset(),
}


class MovementKind(StrEnum):
    """Why a stock changed."""

    OPENING = "opening"
    CORRECTION = "correction"
    SALE = "sale"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    DAMAGED = "damaged"


class StockReason(StrEnum):
    """Why a shop has more or fewer pieces than it had."""

    COUNTED = "counted"
    ARRIVED = "arrived"
    DAMAGED = "damaged"
    GONE = "gone"  # lost, given away, used
