"""Pure decisions about disputes: what they are about, their states, and who must do what until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.published import ESCALATE_DECLINED_DAYS

ANSWER_DAYS = 2  # working days a shop has to answer; then everything goes back to the buyer
ESCALATE_DAYS = 5  # working days a buyer has to ask for Tianguis after the shop showed its proof
RESENT_DAYS = 7  # working days in which what was sent once more is expected


def last_day_to_escalate(declined_at: datetime) -> date:
    """Give the last day in Mexico City on which staff are asked about what a shop declined; it lasts until its night."""
    return mexican_day(declined_at) + timedelta(days=ESCALATE_DECLINED_DAYS)


class About(StrEnum):
    """What a dispute is about."""

    NEVER_CAME = "never_came"
    RETURN = "return"  # that a shop declined, or did not receive in time
    CLAIM = "claim"  # that a shop declined


class DisputeAnswer(StrEnum):
    """What a shop may do about a parcel that never came."""

    RESEND = "resend"
    REFUND = "refund"
    PROOF = "proof"


class DisputeState(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"  # the shop must answer
    PROVEN = "proven"  # the shop showed that it arrived; the buyer may ask for Tianguis
    ESCALATED = "escalated"  # staff must decide
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"
    RESENT = "resent"
    DECLINED = "declined"  # staff decided that no money goes back
    ARRIVED = "arrived"  # the buyer said that it came after all
    LAPSED = "lapsed"  # the buyer did not go on


NEXT: Mapping[DisputeState, frozenset[DisputeState]] = {
    DisputeState.OPEN: frozenset(
        {DisputeState.PROVEN, DisputeState.REFUND_DUE, DisputeState.RESENT, DisputeState.ARRIVED}
    ),
    DisputeState.PROVEN: frozenset({DisputeState.ESCALATED, DisputeState.ARRIVED, DisputeState.LAPSED}),
    DisputeState.ESCALATED: frozenset({DisputeState.REFUND_DUE, DisputeState.DECLINED, DisputeState.ARRIVED}),
    DisputeState.REFUND_DUE: frozenset({DisputeState.REFUNDED}),
    **{
        state: frozenset()
        for state in (
            DisputeState.REFUNDED,
            DisputeState.RESENT,
            DisputeState.DECLINED,
            DisputeState.ARRIVED,
            DisputeState.LAPSED,
        )
    },
}
UNDECIDED = frozenset({DisputeState.OPEN, DisputeState.PROVEN, DisputeState.ESCALATED})
ENDED = frozenset(state for state, following in NEXT.items() if not following)
SETTLED = frozenset(
    {DisputeState.DECLINED, DisputeState.LAPSED}
)  # it came: nobody says of the same parcel again that it did not
