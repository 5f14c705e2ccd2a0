"""A shop says that an adjustment is wrong, once; somebody who had no part in it answers, and what is right is undone."""

from __future__ import annotations

from uuid import UUID

import pytest

from marketplace.platform.adjustments import errors, queries, service
from marketplace.worker import Worker
from tests.cast import Cast, Person
from tests.platform.adjustments.asking import ask, at_the_desk, available, letters, made, state


def appeal(market: Cast, adjustment_id: UUID) -> None:
    with market.as_alicia() as work:
        service.appeal_adjustment(work, adjustment_id, body="La comisión sí era de esa categoría.")


def answer(market: Cast, adjustment_id: UUID, by: Person, *, upheld: bool) -> None:
    with at_the_desk(by) as work:
        service.answer_adjustment_appeal(work, adjustment_id, upheld=upheld, answer="Lo revisamos.")


def test_an_appeal_that_is_right_undoes_it_and_the_shop_is_told(market: Cast, worker: Worker) -> None:
    done = made(market, amount_minor=-70_00)
    appeal(market, done)
    with market.above() as work:
        assert queries.count_waiting(work) == (1, 0)
    answer(market, done, market.carla, upheld=True)
    assert (available(market), state(market, done)) == (0, "reversed")
    assert "Lo revisamos." in letters(market, worker)[-1]
    with market.above() as work:
        assert queries.count_waiting(work) == (0, 0)


def test_one_that_is_not_leaves_it(market: Cast) -> None:
    done = made(market, amount_minor=-70_00)
    appeal(market, done)
    answer(market, done, market.carla, upheld=False)
    assert (available(market), state(market, done)) == (-70_00, "approved")


def test_who_asked_or_decided_does_not_answer(market: Cast) -> None:
    done = made(market)
    appeal(market, done)
    for involved in (market.sergio, market.diego):
        with pytest.raises(errors.AnotherMustDecide):
            answer(market, done, involved, upheld=False)
    assert state(market, done) == "approved"


def test_only_what_stands_is_appealed_and_once_and_by_its_own_shop(market: Cast) -> None:
    with pytest.raises(errors.NoSuchAdjustment):
        appeal(market, ask(market))
    done = made(market)
    with pytest.raises(errors.NoSuchAdjustment), market.as_bruno() as work:
        service.appeal_adjustment(work, done, body="x")
    with pytest.raises(errors.NoAdjustmentToAppeal):
        answer(market, done, market.carla, upheld=True)
    appeal(market, done)
    with pytest.raises(errors.AdjustmentAppealedAlready):
        appeal(market, done)
    answer(market, done, market.carla, upheld=True)
    with pytest.raises(errors.NoAdjustmentToAppeal):
        answer(market, done, market.carla, upheld=True)
    assert available(market) == 0
