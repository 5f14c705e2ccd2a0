"""Pure decisions about recalls: states, what may be offered and answered, and when somebody is reminded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum

AGAIN_AFTER = timedelta(days=7)  # from the end of a recall until its shop may begin another of the same product
REMIND_AFTER = timedelta(days=7)  # from the letter; once
LOOK_WITHIN = timedelta(days=1)  # so soon staff look at what a shop began
SHOWN_AFTER = timedelta(days=365)  # so long a closed recall stands on the public page


class RecallState(StrEnum):
    """Where a recall stands."""

    OPEN = "open"
    CLOSED = "closed"


NEXT: Mapping[RecallState, frozenset[RecallState]] = {
    RecallState.OPEN: frozenset({RecallState.CLOSED}),
    RecallState.CLOSED: frozenset(),
}


class RecallAnswer(StrEnum):
    """What whoever bought it says. The first four are what a recall may offer."""

    RETURN = "return"
    REPAIR = "repair"
    REPLACE = "replace"
    PART = "part"  # a part, or instructions: they keep it
    GONE = "gone"  # they have it no longer
    OTHER_LOT = "other_lot"  # they looked, and it is none of these


OFFERS = (RecallAnswer.RETURN, RecallAnswer.REPAIR, RecallAnswer.REPLACE, RecallAnswer.PART)


class RecallGround(StrEnum):
    """Why staff recall what a shop sold."""

    DANGER = "danger"
    DEFECT = "defect"
    AUTHORITY = "authority"


def answers_of(offers: Collection[str], lot: str) -> list[RecallAnswer]:
    """List what may be answered to a recall: what it offers, and that there is nothing to give back."""
    offered = [one for one in OFFERS if one in offers]
    return [*offered, RecallAnswer.GONE, *([RecallAnswer.OTHER_LOT] if lot else [])]


def are_days(bought_from: date | None, bought_until: date | None, today: date) -> bool:
    """Whether days of Mexico City say when something was bought: in their order, and over by today."""
    return (bought_from or date.min) <= (bought_until or today) <= today
