"""Only what is disputed of an order is held back: the rest is released in its time, and paid."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.money.ledger import balance
from marketplace.money.payouts.models import MoneyHold
from marketplace.trade.orders.queries import net_of
from marketplace.worker import Worker
from tests import make
from tests.care import asking
from tests.cast import Cast
from tests.money.payouts import paying
from tests.money.payouts.paying import agrees
from tests.trade.buying import order_of


@pytest.fixture
def delivered(market: Cast, worker: Worker) -> str:
    """An order of four pieces that arrived."""
    return make.delivered_order(market, worker, [make.line(make.goods(market), 4)])


def net(market: Cast) -> int:
    with market.as_alicia() as work:
        return net_of(work, order_of(market))


def whole(market: Cast) -> int:
    """All that Hilos Alpaca has by the books."""
    with market.as_alicia() as work:
        owed = balance(work)
    return owed.available_minor + owed.pending_minor + owed.on_way_minor


def test_a_return_of_one_piece_of_four_holds_that_piece_and_no_more(market: Cast, delivered: str) -> None:
    before = net(market)
    asking.ask(market, delivered, 1)
    make.release(market)
    assert order_of(market).released_at is not None
    told = paying.money(market)
    assert told.available_minor + told.held_minor == before
    assert before // 5 < told.held_minor < before // 3
    assert [one.cause.partition(":")[0] for one in told.held] == ["return"]
    assert told.next.total_minor == told.available_minor
    paying.prove(market)
    payout = paying.pay(market)
    assert payout is not None
    assert payout.amount_minor == told.available_minor
    agrees(market)


def test_what_goes_back_is_exactly_what_was_held_and_the_next_payout_owes_nothing(
    market: Cast, worker: Worker, delivered: str
) -> None:
    back = asking.ask(market, delivered, 1)
    make.release(market)
    paying.prove(market)
    paying.pay(market)
    asking.finish(market, worker, back)
    told = paying.money(market)
    assert (told.available_minor, told.held_minor) == (0, 0)
    assert told.on_way_minor == net(market) == whole(market)
    agrees(market)


def test_a_return_that_was_declined_frees_what_it_held_for_the_next_payout(market: Cast, delivered: str) -> None:
    asking.declined(market, delivered)
    make.release(market)
    told = paying.money(market)
    assert (told.available_minor, told.held_minor) == (net(market), 0)


def test_what_is_asked_back_after_the_release_is_held_until_it_is_paid_out(market: Cast, delivered: str) -> None:
    make.release(market)
    with market.above() as work:  # the days to send it back are not over
        order = order_of(market)
        work.session.get_one(type(order), (order.tenant_id, order.id)).delivered_at = work.now
    asking.ask(market, delivered, 4, reason="damaged")
    told = paying.money(market)
    assert (told.available_minor, told.next.total_minor) == (0, 0)
    assert told.held_minor == net(market)
    paying.prove(market)
    assert paying.pay(market) is None


def test_what_was_paid_before_it_is_asked_back_is_held_by_nothing(market: Cast, delivered: str) -> None:
    make.release(market)
    paying.prove(market)
    paying.pay(market)
    with market.above() as work:
        order = order_of(market)
        work.session.get_one(type(order), (order.tenant_id, order.id)).delivered_at = work.now
    asking.ask(market, delivered, 4, reason="damaged")
    told = paying.money(market)
    assert (told.held_minor, told.available_minor, told.on_way_minor) == (0, 0, net(market))
    agrees(market)


def test_a_parcel_that_never_came_holds_all_of_its_order(market: Cast, worker: Worker) -> None:
    code = asking.late(market, worker)
    asking.miss(market, code)
    with market.above() as work:
        assert work.session.scalars(select(MoneyHold.amount_minor)).all() == [None]
    make.release(market)
    assert order_of(market).released_at is None


def test_a_hold_from_before_holds_all_of_its_order(market: Cast, delivered: str) -> None:
    asking.ask(market, delivered, 1)
    with market.above() as work:
        work.session.scalars(select(MoneyHold)).one().amount_minor = None  # as the release before wrote it
    make.release(market)
    assert order_of(market).released_at is None
    assert paying.money(market).available_minor == 0
