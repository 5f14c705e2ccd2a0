"""Whoever bought it answers what they want; sending it back asks for the return at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.care.recalls import errors
from marketplace.care.recalls.rules import RecallAnswer, answers_of
from marketplace.care.recalls.service import answer_recall, close_recall
from marketplace.care.returns.models import ReturnCase
from marketplace.trade.orders.errors import NoSuchOrder
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests.care.recalls.recalling import notice_of, recalled
from tests.cast import Cast


def answer(market: Cast, order: str, what: str) -> str | None:
    with market.as_carla() as work:
        return answer_recall(work, order, notice_of(market, order).id, what)


def test_an_answer_is_kept_and_may_change(market: Cast, worker: Worker) -> None:
    _code, order, _of = recalled(market, worker)
    assert answer(market, order, "gone") is None
    assert answer(market, order, "repair") is None
    found = notice_of(market, order)
    assert (found.answer, found.answered_at is not None, found.return_code) == ("repair", True, None)
    with market.above() as work:
        assert work.session.scalars(select(ReturnCase)).all() == []


def test_sending_it_back_asks_for_the_return_at_the_shops_cost(market: Cast, worker: Worker) -> None:
    _code, order, _of = recalled(market, worker)
    opened = answer(market, order, "return")
    with market.above() as work:
        case = work.session.scalars(select(ReturnCase)).one()
        assert (case.code, case.paid_by, case.state) == (opened, "seller", "requested")
    with pytest.raises(errors.ReturnUnderWay):
        answer(market, order, "repair")
    assert notice_of(market, order).answer == "return"


def test_when_the_days_to_return_are_over_the_answer_stands_without_a_return(market: Cast, worker: Worker) -> None:
    _code, order, _of = recalled(market, worker)
    with market.above() as work:
        work.session.execute(update(Order).values(delivered_at=Order.delivered_at - timedelta(days=60)))
    assert answer(market, order, "return") is None
    assert notice_of(market, order).answer == "return"
    with market.above() as work:
        assert work.session.scalars(select(ReturnCase)).all() == []


def test_only_what_is_offered_is_an_answer(market: Cast, worker: Worker) -> None:
    _code, order, _of = recalled(market, worker)
    for what in ("replace", "other_lot", "x"):
        with pytest.raises(errors.NotAnAnswer):
            answer(market, order, what)
    assert notice_of(market, order).answer is None


def test_with_a_lot_it_may_be_another(market: Cast, worker: Worker) -> None:
    _code, order, _of = recalled(market, worker, lot="L-7")
    answer(market, order, "other_lot")
    assert notice_of(market, order).answer == "other_lot"
    assert answers_of(["part"], "") == [RecallAnswer.PART, RecallAnswer.GONE]


def test_another_buyer_finds_nothing(market: Cast, worker: Worker) -> None:
    _code, order, _of = recalled(market, worker)
    notice = notice_of(market, order).id
    with pytest.raises(NoSuchOrder), market.as_diego() as work:
        answer_recall(work, order, notice, "gone")
    assert notice_of(market, order).answer is None


def test_what_is_closed_takes_no_answer(market: Cast, worker: Worker) -> None:
    code, order, _of = recalled(market, worker)
    with market.as_alicia() as work:
        close_recall(work, code, closing="Ya volvieron todas.")
    with pytest.raises(errors.RecallClosed):
        answer(market, order, "gone")
    assert notice_of(market, order).answer is None
