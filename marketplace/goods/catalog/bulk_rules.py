"""Pure decisions about acts on many products: what kinds there are, how they go on, and what a price becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

UNDO_FOR = timedelta(minutes=10)
AT_ONCE = 50  # products; more are changed by a job, some hundreds in each transaction
DEAREST_MINOR = 500_000_000
FAR_PERCENT = 40  # a price that changes by more is asked about once


class BulkKind(StrEnum):
    """What is done to many products."""

    PRICE = "price"
    PAUSE = "pause"
    RESUME = "resume"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    SUBMIT = "submit"
    TERMS = "terms"
    CATEGORY = "category"


class BulkState(StrEnum):
    """How far an act on many products is."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"  # what was not reached yet stays as it was
    UNDOING = "undoing"
    UNDONE = "undone"


NEXT: Mapping[BulkState, frozenset[BulkState]] = {
    BulkState.RUNNING: frozenset({BulkState.DONE, BulkState.CANCELLED}),
    BulkState.DONE: frozenset({BulkState.UNDOING}),
    BulkState.CANCELLED: frozenset({BulkState.UNDOING}),
    BulkState.UNDOING: frozenset({BulkState.UNDONE}),
    BulkState.UNDONE: frozenset(),
}


class BulkRowState(StrEnum):
    """What became of one product in such an act."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"  # it was refused, or there was nothing to change
    UNDONE = "undone"
    KEPT = "kept"  # it was not undone: somebody changed it since


ROW_NEXT: Mapping[BulkRowState, frozenset[BulkRowState]] = {
    BulkRowState.WAITING: frozenset({BulkRowState.DONE, BulkRowState.FAILED}),
    BulkRowState.DONE: frozenset({BulkRowState.UNDONE, BulkRowState.KEPT}),
    BulkRowState.FAILED: frozenset(),
    BulkRowState.UNDONE: frozenset(),
    BulkRowState.KEPT: frozenset(),
}
# What staff were asked cannot be taken back: somebody may be looking at it.
CANNOT_BE_UNDONE = frozenset({BulkKind.SUBMIT})


class PriceEnding(StrEnum):
    """How a price ends after it changed."""

    AS_IT_COMES = "exact"
    WHOLE = "00"
    NINETY = "90"


@dataclass(frozen=True)
class PriceRule:
    """By how much prices change: basis points of each, or centavos; and how they end then."""

    basis_points: int = 0
    minor: int = 0
    ending: PriceEnding = PriceEnding.AS_IT_COMES

    def of(self, price_minor: int) -> int:
        """Give what a price becomes, in centavos; halves go up. It may be none that anybody can ask (zero, or less)."""
        price = (price_minor * (10_000 + self.basis_points) + 5_000) // 10_000 + self.minor
        match self.ending:
            case PriceEnding.AS_IT_COMES:
                return price
            case PriceEnding.WHOLE:
                return (price + 50) // 100 * 100
            case PriceEnding.NINETY:
                return (price - 90 + 50) // 100 * 100 + 90


def is_far(before: int, after: int) -> bool:
    """Say whether a price changes by so much that somebody may have mistyped."""
    return abs(after - before) * 100 > before * FAR_PERCENT


def may_be_undone(kind: str, state: str, finished_at: datetime | None, now: datetime) -> bool:
    """Say whether an act can still be undone: ten minutes long after it ended."""
    ended = state in (BulkState.DONE, BulkState.CANCELLED) and finished_at is not None
    return kind not in CANNOT_BE_UNDONE and ended and finished_at is not None and now < finished_at + UNDO_FOR
