"""An order's money is held back for a cause, for as long as that is open; what else is open holds it too."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.money.payouts.models import MoneyHold
from marketplace.trade.orders.errors import DisputeOpen
from marketplace.trade.orders.holds import check_no_dispute, end_hold, hold_money, is_held
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.trade.buying import order_of


@pytest.fixture
def delivered(market: Cast, worker: Worker) -> str:
    return make.delivered_order(market, worker, [make.line(make.goods(market))])


def hold(market: Cast, cause: str) -> bool:
    """Hold it for a cause; gives whether it is held."""
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        hold_money(work, order, cause)
        work.session.flush()
        return is_held(work, order)


def end(market: Cast, cause: str) -> bool:
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        end_hold(work, order, cause)
        work.session.flush()
        return is_held(work, order)


def holds(market: Cast) -> list[MoneyHold]:
    with market.above() as work:
        return list(work.session.scalars(select(MoneyHold).order_by(MoneyHold.id)))


def test_what_is_held_is_not_released_and_what_is_over_is(market: Cast, delivered: str) -> None:
    assert hold(market, "return:1")
    make.release(market)
    assert order_of(market).released_at is None
    assert not end(market, "return:1")
    make.release(market)
    assert order_of(market).released_at is not None


def test_two_causes_hold_until_both_are_over(market: Cast, delivered: str) -> None:
    hold(market, "return:1")
    hold(market, "return:2")
    assert end(market, "return:1")
    assert not end(market, "return:2")


def test_the_same_cause_again_opens_it_again_and_is_one(market: Cast, delivered: str) -> None:
    hold(market, "return:1")
    end(market, "return:1")
    assert hold(market, "return:1")
    assert [one.cause for one in holds(market)] == ["return:1"]


def test_what_ended_ended_when_it_ended_first(market: Cast, delivered: str) -> None:
    hold(market, "return:1")
    end(market, "return:1")
    first = holds(market)[0].ended_at
    end(market, "return:1")
    assert holds(market)[0].ended_at == first
    assert first is not None


def test_only_an_open_dispute_forbids_what_does_not_go_with_one(market: Cast, delivered: str) -> None:
    hold(market, "return:1")
    with market.above() as work:
        check_no_dispute(work, work.session.scalars(select(Order)).one())
    hold(market, "dispute:1")
    with pytest.raises(DisputeOpen), market.above() as work:
        check_no_dispute(work, work.session.scalars(select(Order)).one())
    end(market, "dispute:1")
    with market.above() as work:
        check_no_dispute(work, work.session.scalars(select(Order)).one())
