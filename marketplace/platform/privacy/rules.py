"""Pure decisions about privacy: states, deadlines, and what one agrees to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.kernel.calendar import closing_after

THINK_AGAIN = timedelta(days=14)
EXPORT_FOLDER = "exports"
ERASED = "Cuenta borrada"  # stands where a name stood
GONE_TEXT = "Texto borrado con la cuenta de quien lo escribió."
AGED = "Dato borrado por antiguo"  # the same, when what is kept for a time is over
AGED_TEXT = "Texto borrado por antiguo."


class ConsentPurpose(StrEnum):
    """What people agree to. Only the last is voluntary and can be switched."""

    NOTICE = "notice"  # they read the notice (tacit consent, LFPDPPP art. 7)
    FINANCIAL = "financial"  # express consent for data of money (the same)
    NEWS = "news"


VOLUNTARY = (ConsentPurpose.NEWS,)


class ErasureState(StrEnum):
    """How far an erasing is."""

    REQUESTED = "requested"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"
    ERASED = "erased"


class RequestState(StrEnum):
    """How far an ARCO request is."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    GRANTED = "granted"
    DECLINED = "declined"
    DONE = "done"


class Right(StrEnum):
    """The four rights."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    CANCELLATION = "cancellation"
    OPPOSITION = "opposition"


ERASURE_NEXT: Mapping[ErasureState, frozenset[ErasureState]] = {
    ErasureState.REQUESTED: frozenset({ErasureState.CANCELLED, ErasureState.BLOCKED}),
    ErasureState.BLOCKED: frozenset({ErasureState.ERASED}),
    ErasureState.CANCELLED: frozenset(),
    ErasureState.ERASED: frozenset(),
}
REQUEST_NEXT: Mapping[RequestState, frozenset[RequestState]] = {
    RequestState.UNCONFIRMED: frozenset({RequestState.WAITING}),
    RequestState.WAITING: frozenset({RequestState.GRANTED, RequestState.DECLINED}),
    RequestState.GRANTED: frozenset({RequestState.DONE}),
    RequestState.DECLINED: frozenset(),
    RequestState.DONE: frozenset(),
}

# LFPDPPP art. 31: twenty working days to answer, fifteen more to carry out; each once more for as long, with a reason.
_ANSWER_DAYS, _CARRY_OUT_DAYS = 20, 15


def answer_by(received: datetime, *, extended: bool = False) -> datetime:
    """Say until when a request is answered (LFPDPPP art. 31)."""
    return closing_after(received, _ANSWER_DAYS * (2 if extended else 1))


def carry_out_by(answered: datetime, *, extended: bool = False) -> datetime:
    """Say until when what was granted is carried out (LFPDPPP art. 31)."""
    return closing_after(answered, _CARRY_OUT_DAYS * (2 if extended else 1))
