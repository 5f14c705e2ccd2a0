"""States of a charge and of a refund, and what a provider's word means: decisions on plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChargeState(StrEnum):
    """Where the money of a purchase stands."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    EXPIRED = "expired"


# Late money is still money: a charge that was given up can still succeed.
CHARGE_NEXT: Mapping[ChargeState, frozenset[ChargeState]] = {
    ChargeState.PENDING: frozenset({ChargeState.SUCCEEDED, ChargeState.EXPIRED}),
    ChargeState.EXPIRED: frozenset({ChargeState.SUCCEEDED}),
    ChargeState.SUCCEEDED: frozenset(),
}


class RefundState(StrEnum):
    """Where money that goes back stands."""

    DUE = "due"
    SUCCEEDED = "succeeded"


REFUND_NEXT: Mapping[RefundState, frozenset[RefundState]] = {
    RefundState.DUE: frozenset({RefundState.SUCCEEDED}),
    RefundState.SUCCEEDED: frozenset(),
}


class EventKind(StrEnum):
    """What a provider can tell about a charge; anything else is kept and has no effect."""

    SUCCEEDED = "charge.succeeded"
    FAILED = "charge.failed"


class Verdict(StrEnum):
    """What became of something that a provider told."""

    TAKEN = "taken"
    REPEATED = "repeated"  # the charge had succeeded already
    OVER = "over"  # a failure of a charge that was given up
    UNKNOWN_KIND = "unknown_kind"
    NO_CHARGE = "no_charge"
    NO_AMOUNT = "no_amount"
    DIFFERS = "differs"  # another amount or currency than was asked for


# What staff must look at: somebody may have paid something that the books do not hold.
DOUBTFUL = frozenset({Verdict.UNKNOWN_KIND, Verdict.NO_CHARGE, Verdict.NO_AMOUNT, Verdict.DIFFERS})


@dataclass(frozen=True)
class Told:
    """What a provider says: a kind, and centavos of a currency where it says them."""

    kind: str
    amount_minor: int | None = None
    currency: str | None = None


def judge_told(told: Told, *, state: ChargeState | None, amount_minor: int, currency: str) -> Verdict:
    """Say what something told means for a charge that asks for an amount; `state` is None where there is no charge.

    Money counts only when amount and currency are those that were asked for.
    """
    if told.kind not in list(EventKind):
        return Verdict.UNKNOWN_KIND
    if state is None:
        return Verdict.NO_CHARGE
    if told.kind == EventKind.FAILED:
        return Verdict.TAKEN if state is ChargeState.PENDING else Verdict.OVER
    if told.amount_minor is None or not told.currency:
        return Verdict.NO_AMOUNT
    if (told.amount_minor, told.currency) != (amount_minor, currency):
        return Verdict.DIFFERS
    return Verdict.REPEATED if state is ChargeState.SUCCEEDED else Verdict.TAKEN
