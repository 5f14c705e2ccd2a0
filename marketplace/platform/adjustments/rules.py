"""What may be put right by hand in a shop's money, why, and how far that is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class AdjustmentKind(StrEnum):
    """Whose fault is made good."""

    ADJUSTMENT = "adjustment"  # something in the shop's money was wrong; it may be given or taken
    CREDIT = "credit"  # the market failed the shop, and pays for it


class AdjustmentState(StrEnum):
    """How far it is. Money moves with APPROVED, and back with REVERSED."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by who asked
    REVERSED = "reversed"


_S = AdjustmentState
ADJUSTMENT_NEXT: Mapping[AdjustmentState, frozenset[AdjustmentState]] = {
    _S.ASKED: frozenset({_S.APPROVED, _S.DECLINED, _S.WITHDRAWN}),
    _S.APPROVED: frozenset({_S.REVERSED}),
    _S.DECLINED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.REVERSED: frozenset(),
}
# What its shop reads: what moved money.
TOLD = (_S.APPROVED, _S.REVERSED)


class Reason(StrEnum):
    """Why; what each says is in the words."""

    FEE_WRONG = "fee_wrong"
    REFUND_WRONG = "refund_wrong"
    PAID_TWICE = "paid_twice"
    ORDERED = "ordered"  # by an authority
    AGREED = "agreed"  # with the shop
    OUTAGE = "outage"
    LATE = "late"
    BAD_HELP = "bad_help"
    LOST_BY_US = "lost_by_us"


REASONS: Mapping[AdjustmentKind, tuple[Reason, ...]] = {
    AdjustmentKind.ADJUSTMENT: (
        Reason.FEE_WRONG, Reason.REFUND_WRONG, Reason.PAID_TWICE, Reason.ORDERED, Reason.AGREED,
    ),
    AdjustmentKind.CREDIT: (Reason.OUTAGE, Reason.LATE, Reason.BAD_HELP, Reason.LOST_BY_US),
}  # fmt: skip

MOST_MINOR = 100_000_000  # a million pesos; more than that is no adjustment
SHORTEST_FACTS = 20  # letters


def may_be_asked(kind: AdjustmentKind, reason: Reason, amount_minor: int) -> bool:
    """Say whether so much, for that reason, is one of this kind: a credit only gives. Amount in centavos, plus is given."""
    if reason not in REASONS[kind] or not 0 < abs(amount_minor) <= MOST_MINOR:
        return False
    return kind is AdjustmentKind.ADJUSTMENT or amount_minor > 0


def cause_of(adjustment_id: object) -> str:
    """Name an adjustment in the books."""
    return f"adjustment:{adjustment_id}"
