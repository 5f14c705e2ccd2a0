"""Charges, attempts and refunds go on by their tables alone: each step that there is works, and every other is refused
by the code and by the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.ids import new_id
from marketplace.kernel.states import ForbiddenStep, transition
from marketplace.kernel.work import Work
from marketplace.money.payments.models import Charge, PaymentAttempt, Refund
from marketplace.money.payments.rules import ATTEMPT_NEXT, CHARGE_NEXT, REFUND_NEXT
from tests.cast import Cast

TABLES: dict[Any, Mapping[Any, frozenset[Any]]] = {
    Charge: CHARGE_NEXT,
    PaymentAttempt: ATTEMPT_NEXT,
    Refund: REFUND_NEXT,
}
# Written by hand: what leads on from where.
STEPS = {
    Charge: {"pending": "succeeded expired", "expired": "succeeded"},
    PaymentAttempt: {
        "new": "asked", "asked": "open waiting succeeded ended", "open": "waiting succeeded ended",
        "waiting": "succeeded ended", "ended": "succeeded",
    },
    Refund: {
        "due": "asked failed succeeded", "asked": "pending succeeded failed refused", "pending": "succeeded failed",
        "failed": "succeeded pending", "refused": "pending succeeded failed", "succeeded": "failed",
    },
}  # fmt: skip


def pairs() -> Iterator[tuple[Any, StrEnum, StrEnum]]:
    for model, following in TABLES.items():
        for before in following:
            for after in following:
                if before is not after:
                    yield model, before, after


def leads(model: Any, before: str, after: str) -> bool:
    return after in STEPS[model].get(before, "").split()


@pytest.mark.parametrize(("model", "before", "after"), list(pairs()))
def test_the_code_takes_each_step_of_the_table_and_no_other(model: Any, before: StrEnum, after: StrEnum) -> None:
    row = model(state=before)
    if leads(model, before, after):
        transition(row, after, TABLES[model])
        assert row.state == after
    else:
        with pytest.raises(ForbiddenStep):
            transition(row, after, TABLES[model])
        assert row.state == before


_CHARGE = (
    "INSERT INTO charge (id, purchase_id, reference, amount_minor, currency, state, created_at, provider, provider_ref, paid_by) "
    "VALUES (:charge, :charge, 'x', 1, 'MXN', cast(:state AS text), now(), 'x', cast(:charge AS text), "
    " CASE cast(:state AS text) WHEN 'succeeded' THEN cast(:charge AS uuid) END)"
)
_ATTEMPT = (
    "INSERT INTO payment_attempt (id, charge_id, state, number, provider, amount_minor, currency, received_minor, created_at) "
    "VALUES (:id, :charge, :state, :number, 'x', 1, 'MXN', 0, now())"
)
_REFUND = (
    "INSERT INTO refund (id, charge_id, tenant_id, order_id, cause, amount_minor, state, created_at) "
    "VALUES (:id, :charge, :id, :id, cast(:id AS text), 1, :state, now())"
)


def run(work: Work, sql: str, **values: Any) -> None:
    work.session.execute(text(sql), values, execution_options={"wall": "plain"})


def put(work: Work, model: Any, state: str) -> UUID:
    """Set down a row in a state, past the code."""
    charge_id, row_id = new_id(), new_id()
    run(work, _CHARGE, charge=charge_id, state=state if model is Charge else "pending")
    if model is Charge:
        return charge_id
    run(work, _REFUND if model is Refund else _ATTEMPT, id=row_id, charge=charge_id, state=state, number=1)
    return row_id


@pytest.mark.parametrize("model", list(TABLES))
def test_the_database_takes_each_step_of_the_table_and_no_other(market: Cast, model: Any) -> None:
    table = model.__tablename__
    for before, after in ((before, after) for of, before, after in pairs() if of is model):
        paid = ", paid_by = id" if (model, after) == (Charge, "succeeded") else ""
        with market.above() as work:
            row_id = put(work, model, before)
        step = f"UPDATE {table} SET state = :after{paid} WHERE id = :id"
        if leads(model, before, after):
            with market.above() as work:
                run(work, step, after=after, id=row_id)
        else:
            with pytest.raises(IntegrityError, match=f"does not go from {before} to {after}"), market.above() as work:
                run(work, step, after=after, id=row_id)


@pytest.mark.parametrize("model", list(TABLES))
def test_a_state_that_is_none_does_not_enter(market: Cast, model: Any) -> None:
    with pytest.raises(IntegrityError, match="_state"), market.above() as work:
        put(work, model, "somewhere")


@pytest.mark.parametrize("state", [*(state.value for state in ATTEMPT_NEXT)])
def test_a_charge_has_one_attempt_at_most_that_may_still_be_paid(market: Cast, state: str) -> None:
    def two() -> None:
        with market.above() as work:
            charge_id = new_id()
            run(work, _CHARGE, charge=charge_id, state="pending")
            run(work, _ATTEMPT, id=new_id(), charge=charge_id, state="open", number=1)
            run(work, _ATTEMPT, id=new_id(), charge=charge_id, state=state, number=2)

    if state in ("succeeded", "ended"):
        two()
    else:
        with pytest.raises(IntegrityError, match="uq_payment_attempt_live"):
            two()


def test_what_nobody_paid_does_not_say_by_which_attempt(market: Cast) -> None:
    with market.above() as work:
        charge_id = put(work, Charge, "pending")
    with pytest.raises(IntegrityError, match="paid_by"), market.above() as work:
        run(work, "UPDATE charge SET paid_by = id WHERE id = :id", id=charge_id)
