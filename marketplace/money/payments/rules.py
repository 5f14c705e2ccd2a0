"""States of a charge, its attempts and refunds, and what a provider's word means: decisions on plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from marketplace.money.payments.told import ABOUT_DISPUTES, EventKind, Method, Told


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


class AttemptState(StrEnum):
    """Where one attempt to take the money stands."""

    NEW = "new"  # written down; the provider knows nothing of it
    ASKED = "asked"  # the provider was asked and no answer is known: look before asking again, and under the same key
    OPEN = "open"  # the buyer may pay on the provider's page
    WAITING = "waiting"  # the buyer chose a slow way; the money may come for days
    SUCCEEDED = "succeeded"
    ENDED = "ended"  # it cannot be paid any more; a further one may be made


_A = AttemptState
# What the provider tells may come before its answer, and money after the end.
ATTEMPT_NEXT: Mapping[AttemptState, frozenset[AttemptState]] = {
    _A.NEW: frozenset({_A.ASKED}),
    _A.ASKED: frozenset({_A.OPEN, _A.WAITING, _A.SUCCEEDED, _A.ENDED}),
    _A.OPEN: frozenset({_A.WAITING, _A.SUCCEEDED, _A.ENDED}),
    _A.WAITING: frozenset({_A.SUCCEEDED, _A.ENDED}),
    _A.ENDED: frozenset({_A.SUCCEEDED}),
    _A.SUCCEEDED: frozenset(),
}
# Those that may still be paid; a charge has one at most.
LIVE = (_A.NEW, _A.ASKED, _A.OPEN, _A.WAITING)
_UNPAID = frozenset({_A.ASKED, _A.OPEN, _A.WAITING})


# A transfer has no end of its own. What is paid at a till is told on the next working day: goods are held a little longer.
TRANSFER_WITHIN = timedelta(days=2)
_TOLD_WITHIN = timedelta(days=3)
REMINDED_BEFORE = timedelta(hours=20)


def pay_until(told: Told, now: datetime) -> datetime | None:
    """Until when what was told to be waited for may be paid; None where that is not told yet."""
    return told.until or (now + TRANSFER_WITHIN if told.method is Method.SPEI else None)


def hold_until(until: datetime) -> datetime:
    """Until when goods are held for somebody who may pay until then, in UTC."""
    return until + _TOLD_WITHIN


class RefundState(StrEnum):
    """Where money that goes back stands."""

    DUE = "due"
    ASKED = "asked"  # as of an attempt
    PENDING = "pending"  # the provider took it on
    SUCCEEDED = "succeeded"
    FAILED = "failed"  # it does not go back by the way it came: its buyer says to which account
    REFUSED = "refused"  # the provider would not, for a reason that people have to look at


_R = RefundState
# What failed goes on by a bank once its buyer says where to; and what went back may come back.
REFUND_NEXT: Mapping[RefundState, frozenset[RefundState]] = {
    _R.DUE: frozenset({_R.ASKED, _R.FAILED, _R.SUCCEEDED}),
    _R.ASKED: frozenset({_R.PENDING, _R.SUCCEEDED, _R.FAILED, _R.REFUSED}),
    _R.PENDING: frozenset({_R.SUCCEEDED, _R.FAILED}),
    _R.FAILED: frozenset({_R.SUCCEEDED, _R.PENDING}),
    _R.REFUSED: frozenset({_R.PENDING, _R.SUCCEEDED, _R.FAILED}),
    _R.SUCCEEDED: frozenset({_R.FAILED}),
}


class RefundWay(StrEnum):
    """By which way money goes back."""

    PROVIDER = "provider"  # as it came
    BANK = "bank"  # to an account that its buyer gave
    CHARGEBACK = "chargeback"  # the buyer's bank took it


# What was paid so cannot be given back so (https://docs.stripe.com/payments/oxxo).
NO_WAY_BACK = frozenset({Method.OXXO})


class ChargebackState(StrEnum):
    """Where a chargeback stands."""

    OPEN = "open"
    SENDING = "sending"  # evidence is on its way to the provider
    SENT = "sent"  # the bank looks at it
    WON = "won"
    LOST = "lost"


_C = ChargebackState
_CLOSED = frozenset({_C.WON, _C.LOST})
CHARGEBACK_NEXT: Mapping[ChargebackState, frozenset[ChargebackState]] = {
    _C.OPEN: frozenset({_C.SENDING, _C.SENT}) | _CLOSED,
    _C.SENDING: frozenset({_C.SENT}) | _CLOSED,
    _C.SENT: _CLOSED,
    _C.WON: frozenset(),
    _C.LOST: frozenset(),
}


class Verdict(StrEnum):
    """What became of something that a provider told."""

    TAKEN = "taken"
    REPEATED = "repeated"  # known already
    OVER = "over"  # came after something that says more
    UNKNOWN_KIND = "unknown_kind"
    NO_CHARGE = "no_charge"
    NO_AMOUNT = "no_amount"
    DIFFERS = "differs"  # another amount or currency than was asked for
    TWICE = "twice"  # a second attempt was paid
    LEFT = "left"  # an attempt ended with a part of the money there
    REFUND_FAILED = "refund_failed"
    REFUND_REFUSED = "refund_refused"
    REFUND_DOUBTED = "refund_doubted"  # it says to have given back what it said that it could not
    DISPUTED = "disputed"


# What staff must look at: somebody may have paid, or lost, something that the books do not hold.
DOUBTFUL = frozenset(set(Verdict) - {Verdict.TAKEN, Verdict.REPEATED, Verdict.OVER, Verdict.DISPUTED})
# What changes the attempt or refund that it is about.
MOVES = frozenset({Verdict.TAKEN, Verdict.TWICE, Verdict.LEFT, Verdict.REFUND_FAILED, Verdict.REFUND_REFUSED})

# What moved nothing, and may mean something else once more is known: a charge that was not there yet, a new release.
JUDGED_AGAIN = DOUBTFUL - MOVES - {Verdict.DISPUTED}


def judge_charge(
    told: Told,
    *,
    attempt: AttemptState | None,
    charge: ChargeState,
    amount_minor: int,
    currency: str,
    received_minor: int = 0,
) -> Verdict:
    """Say what something told means for an attempt; None where no attempt of ours is meant. Amounts in centavos.

    Money counts only when amount and currency are those that were asked for.
    """
    if told.kind in _OF_NO_ATTEMPT:
        return _judge_apart(told)
    if attempt is None or attempt is AttemptState.NEW:
        return Verdict.NO_CHARGE
    if told.kind in ABOUT_DISPUTES:
        return Verdict.DISPUTED
    match told.kind:
        case EventKind.CHARGE_SUCCEEDED:
            wrong = _judge_amount(told, amount_minor, currency)
            if wrong or attempt is AttemptState.SUCCEEDED:
                return wrong or Verdict.REPEATED
            return Verdict.TWICE if charge is ChargeState.SUCCEEDED else Verdict.TAKEN
        case EventKind.CHARGE_PARTIAL:
            return _judge_part(told, attempt, amount_minor, currency, received_minor)
        case EventKind.CHARGE_WAITING if attempt is AttemptState.WAITING:
            return Verdict.TAKEN if told.method else Verdict.REPEATED  # what is waited for may be told after that
        case EventKind.CHARGE_ENDED if attempt in _UNPAID and received_minor:
            return Verdict.LEFT
        case EventKind.CHARGE_DECLINED if charge is not ChargeState.PENDING:
            return Verdict.OVER
        case EventKind.CHARGE_WAITING | EventKind.CHARGE_DECLINED | EventKind.CHARGE_ENDED:
            return Verdict.TAKEN if attempt in _UNPAID else Verdict.OVER
        case _:
            return Verdict.NO_CHARGE


_OF_NO_ATTEMPT = frozenset({EventKind.OTHER, EventKind.ACCOUNT_CHANGED, EventKind.MONEY_LEFT})


def _judge_apart(told: Told) -> Verdict:
    if told.kind is EventKind.OTHER:
        return Verdict.UNKNOWN_KIND
    nothing = told.kind is EventKind.MONEY_LEFT and (told.amount_minor or 0) <= 0
    return Verdict.OVER if nothing else Verdict.TAKEN


def _judge_amount(told: Told, amount_minor: int, currency: str) -> Verdict | None:
    if told.amount_minor is None or not told.currency:
        return Verdict.NO_AMOUNT
    return Verdict.DIFFERS if (told.amount_minor, told.currency) != (amount_minor, currency) else None


def _judge_part(told: Told, attempt: AttemptState, amount_minor: int, currency: str, received_minor: int) -> Verdict:
    if told.amount_minor is None or not told.currency:
        return Verdict.NO_AMOUNT
    if told.currency != currency or not 0 < told.amount_minor < amount_minor:
        return Verdict.DIFFERS
    if attempt is AttemptState.SUCCEEDED:
        return Verdict.OVER
    if attempt is AttemptState.ENDED:
        return Verdict.LEFT
    return Verdict.TAKEN if told.amount_minor > received_minor else Verdict.OVER


def judge_refund(
    told: Told,
    *,
    refund: RefundState | None,
    amount_minor: int,
    currency: str,
    way: RefundWay = RefundWay.PROVIDER,
    sure: bool = False,
) -> Verdict:
    """Say what something told means for a refund; None where no refund of ours is meant. Amounts in centavos.

    That money went back after all is doubted, until somebody is `sure`: it may be told late, or it went twice.
    """
    if refund is None or refund is RefundState.DUE:
        return Verdict.NO_CHARGE
    wrong = _judge_amount(told, amount_minor, currency)
    if wrong:
        return wrong
    if told.kind is EventKind.REFUND_SUCCEEDED:
        if refund is RefundState.SUCCEEDED:
            return Verdict.REPEATED if way is RefundWay.PROVIDER else Verdict.REFUND_DOUBTED
        given_up = refund is RefundState.FAILED or way is not RefundWay.PROVIDER
        return Verdict.REFUND_DOUBTED if given_up and not sure else Verdict.TAKEN
    if way is not RefundWay.PROVIDER:
        return Verdict.OVER
    if told.kind is EventKind.REFUND_FAILED:
        return _judge_failure(told, refund)
    if refund is RefundState.PENDING:
        return Verdict.REPEATED
    return Verdict.TAKEN if refund in (RefundState.ASKED, RefundState.REFUSED) else Verdict.OVER


# What a provider answers where it did not take a refund on at all.
REFUSAL = "refund.refused"


def _judge_failure(told: Told, refund: RefundState) -> Verdict:
    if told.said == REFUSAL:
        return Verdict.REFUND_REFUSED if refund is RefundState.ASKED else Verdict.REPEATED
    return Verdict.REPEATED if refund is RefundState.FAILED else Verdict.REFUND_FAILED


def chargeback_cause(chargeback_id: UUID) -> str:
    """What the books call a chargeback."""
    return f"chargeback:{chargeback_id}"


def attempt_key(attempt_id: UUID) -> str:
    """Make the key under which a provider is asked for an attempt: the same however often it is asked."""
    return f"charge:{attempt_id}"


def refund_key(refund_id: UUID) -> str:
    """Make the key under which a provider is asked for a refund: the same however often it is asked."""
    return f"refund:{refund_id}"


def read_key(key: str | None, what: str) -> UUID | None:
    """Read the id in a key of ours; None where it is of something else, or nobody's."""
    kind, _, written = (key or "").partition(":")
    try:
        return UUID(written) if kind == what else None
    except ValueError:
        return None
