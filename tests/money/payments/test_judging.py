"""What a provider's word means, for every state that an attempt or a refund may be in: a table, written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from marketplace.kernel.ids import new_id
from marketplace.money.payments.rules import (
    DOUBTFUL,
    AttemptState,
    ChargeState,
    RefundState,
    Verdict,
    attempt_key,
    judge_charge,
    judge_refund,
    read_key,
    refund_key,
)
from marketplace.money.payments.told import ABOUT_REFUNDS, BadEvent, EventKind, Told

RIGHT = Told("event", EventKind.CHARGE_SUCCEEDED, "said", "ref", None, 1_000, "MXN")
A, V, K = AttemptState, Verdict, EventKind


def judge(
    kind: EventKind,
    attempt: AttemptState | None,
    *,
    charge: ChargeState = ChargeState.PENDING,
    amount_minor: int | None = 1_000,
    currency: str | None = "MXN",
    received_minor: int = 0,
) -> Verdict:
    told = replace(RIGHT, kind=kind, amount_minor=amount_minor, currency=currency)
    return judge_charge(
        told, attempt=attempt, charge=charge, amount_minor=1_000, currency="MXN", received_minor=received_minor
    )


# kind -> what it means in each state: new, asked, open, waiting, succeeded, ended
MEANT: dict[EventKind, tuple[Verdict, ...]] = {
    K.CHARGE_WAITING: (V.NO_CHARGE, V.TAKEN, V.TAKEN, V.REPEATED, V.OVER, V.OVER),
    K.CHARGE_SUCCEEDED: (V.NO_CHARGE, V.TAKEN, V.TAKEN, V.TAKEN, V.REPEATED, V.TAKEN),
    K.CHARGE_DECLINED: (V.NO_CHARGE, V.TAKEN, V.TAKEN, V.TAKEN, V.OVER, V.OVER),
    K.CHARGE_ENDED: (V.NO_CHARGE, V.TAKEN, V.TAKEN, V.TAKEN, V.OVER, V.OVER),
    K.DISPUTE_OPENED: (V.NO_CHARGE, *[V.DISPUTED] * 5),
    K.DISPUTE_WON: (V.NO_CHARGE, *[V.DISPUTED] * 5),
    K.DISPUTE_LOST: (V.NO_CHARGE, *[V.DISPUTED] * 5),
    K.ACCOUNT_CHANGED: (V.TAKEN, *[V.TAKEN] * 5),
    K.OTHER: (V.UNKNOWN_KIND,) * 6,
}


@pytest.mark.parametrize("kind", list(MEANT))
def test_what_is_told_of_a_charge_means_one_thing_in_each_state(kind: EventKind) -> None:
    assert tuple(judge(kind, state) for state in AttemptState) == MEANT[kind]
    said = {K.OTHER: V.UNKNOWN_KIND, K.ACCOUNT_CHANGED: V.TAKEN}  # of no charge at all
    assert judge(kind, None) is said.get(kind, V.NO_CHARGE)


def test_a_part_of_the_money_means_one_thing_in_each_state() -> None:
    told = tuple(judge(K.CHARGE_PARTIAL, state, amount_minor=400) for state in AttemptState)
    assert told == (V.NO_CHARGE, V.TAKEN, V.TAKEN, V.TAKEN, V.OVER, V.LEFT)


@pytest.mark.parametrize(
    ("amount_minor", "currency", "verdict"),
    [
        (None, "MXN", V.NO_AMOUNT), (1_000, None, V.NO_AMOUNT), (1_000, "", V.NO_AMOUNT), (999, "MXN", V.DIFFERS),
        (1_001, "MXN", V.DIFFERS), (0, "MXN", V.DIFFERS), (-1_000, "MXN", V.DIFFERS), (1_000, "USD", V.DIFFERS),
        (1_000, "mxn", V.DIFFERS), (1_000, "MXN", V.TAKEN),
    ],
)  # fmt: skip
def test_money_counts_only_as_it_was_asked_for(
    amount_minor: int | None, currency: str | None, verdict: Verdict
) -> None:
    assert judge(K.CHARGE_SUCCEEDED, A.OPEN, amount_minor=amount_minor, currency=currency) is verdict
    # What differs is doubtful also when the money is there already.
    if verdict is not V.TAKEN:
        assert judge(K.CHARGE_SUCCEEDED, A.SUCCEEDED, amount_minor=amount_minor, currency=currency) is verdict
        assert verdict in DOUBTFUL


@pytest.mark.parametrize(
    ("amount_minor", "received_minor", "verdict"),
    [
        (1, 0, V.TAKEN), (999, 0, V.TAKEN), (1_000, 0, V.DIFFERS), (1_001, 0, V.DIFFERS), (0, 0, V.DIFFERS),
        (-1, 0, V.DIFFERS), (401, 400, V.TAKEN), (400, 400, V.OVER), (399, 400, V.OVER), (None, 0, V.NO_AMOUNT),
    ],
)  # fmt: skip
def test_a_part_is_more_than_before_and_less_than_all(
    amount_minor: int | None, received_minor: int, verdict: Verdict
) -> None:
    assert judge(K.CHARGE_PARTIAL, A.WAITING, amount_minor=amount_minor, received_minor=received_minor) is verdict


def test_a_part_in_another_currency_is_none() -> None:
    assert judge(K.CHARGE_PARTIAL, A.WAITING, amount_minor=400, currency="USD") is V.DIFFERS
    assert judge(K.CHARGE_PARTIAL, A.WAITING, amount_minor=400, currency=None) is V.NO_AMOUNT


def test_an_end_with_a_part_of_the_money_there_is_for_staff() -> None:
    assert judge(K.CHARGE_ENDED, A.WAITING, received_minor=1) is V.LEFT
    assert judge(K.CHARGE_ENDED, A.ENDED, received_minor=1) is V.OVER
    assert V.LEFT in DOUBTFUL


def test_a_second_attempt_that_is_paid_too_is_for_staff() -> None:
    for state in (A.ASKED, A.OPEN, A.WAITING, A.ENDED):
        assert judge(K.CHARGE_SUCCEEDED, state, charge=ChargeState.SUCCEEDED) is V.TWICE
    assert judge(K.CHARGE_SUCCEEDED, A.SUCCEEDED, charge=ChargeState.SUCCEEDED) is V.REPEATED
    assert judge(K.CHARGE_SUCCEEDED, A.OPEN, charge=ChargeState.EXPIRED) is V.TAKEN  # late money is money
    assert V.TWICE in DOUBTFUL


def test_a_card_that_is_declined_after_all_is_over_changes_nothing() -> None:
    assert judge(K.CHARGE_DECLINED, A.OPEN, charge=ChargeState.EXPIRED) is V.OVER
    assert judge(K.CHARGE_DECLINED, A.OPEN, charge=ChargeState.SUCCEEDED) is V.OVER


@pytest.mark.parametrize("kind", sorted(ABOUT_REFUNDS))
def test_what_is_told_of_a_refund_is_no_word_on_a_charge(kind: EventKind) -> None:
    assert judge(kind, A.OPEN) is V.NO_CHARGE


# kind -> what it means in each state: due, asked, pending, succeeded, failed, refused
MEANT_BACK = {
    K.REFUND_PENDING: (V.NO_CHARGE, V.TAKEN, V.REPEATED, V.OVER, V.OVER, V.TAKEN),
    K.REFUND_SUCCEEDED: (V.NO_CHARGE, V.TAKEN, V.TAKEN, V.REPEATED, V.REFUND_DOUBTED, V.TAKEN),
    K.REFUND_FAILED: (V.NO_CHARGE, *[V.REFUND_FAILED] * 3, V.REPEATED, V.REFUND_FAILED),
}


@pytest.mark.parametrize("kind", list(MEANT_BACK))
def test_what_is_told_of_a_refund_means_one_thing_in_each_state(kind: EventKind) -> None:
    def judged(state: RefundState | None, told: Told) -> Verdict:
        return judge_refund(told, refund=state, amount_minor=1_000, currency="MXN")

    told = replace(RIGHT, kind=kind)
    assert tuple(judged(state, told) for state in RefundState) == MEANT_BACK[kind]
    assert judged(None, told) is V.NO_CHARGE
    for state in set(RefundState) - {RefundState.DUE}:
        assert judged(state, replace(told, amount_minor=None)) is V.NO_AMOUNT
        assert judged(state, replace(told, currency=None)) is V.NO_AMOUNT
        assert judged(state, replace(told, amount_minor=999)) is V.DIFFERS
        assert judged(state, replace(told, currency="USD")) is V.DIFFERS


def test_all_but_what_fits_is_for_staff() -> None:
    assert set(Verdict) - DOUBTFUL == {V.TAKEN, V.REPEATED, V.OVER, V.DISPUTED}


def test_a_key_of_ours_is_read_and_nobody_elses() -> None:
    one = new_id()
    assert attempt_key(one) == f"charge:{one}"
    assert refund_key(one) == f"refund:{one}"
    assert (read_key(attempt_key(one), "charge"), read_key(refund_key(one), "refund")) == (one, one)
    for key, what in (
        (attempt_key(one), "refund"),
        (refund_key(one), "charge"),
        (None, "charge"),
        ("charge:x", "charge"),
    ):
        assert read_key(key, what) is None


@pytest.mark.parametrize(
    "wrong",
    [{"event_id": ""}, {"event_id": "x" * 501}, {"ref": "a\0b"}, {"failure": "\0"}, {"amount_minor": 10**16}],
)
def test_what_no_table_can_keep_is_not_read(wrong: dict[str, object]) -> None:
    with pytest.raises(BadEvent):
        replace(RIGHT, **wrong)  # type: ignore[arg-type]  # as a stranger may write it
