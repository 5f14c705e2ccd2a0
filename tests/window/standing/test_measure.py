"""By the clock: a shop's standing is measured from its own sixty days, and from nobody else's."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from marketplace.care.messaging.models import Message, Thread
from marketplace.care.messaging.service import need_no_answer, write_message
from marketplace.people.sellers.queries import shops
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.orders.service import cancel_order
from marketplace.window.standing.jobs import measure
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast, Shop


def standing(market: Cast, shop: Shop) -> tuple[int | None, int | None, int]:
    """The share in time, the wait for an answer, and how many orders were counted."""
    with market.above("clock") as work:
        measure(work)
    with market.above() as work:
        found = next(one for one in shops(work) if one.tenant_id == shop.id)
        return found.on_time_bp, found.reply_minutes, found.orders_60d


@pytest.fixture
def code(market: Cast, worker: Worker) -> str:
    """An order that Hilos Alpaca was paid for."""
    return make.paid_order(market, worker, [make.line(make.goods(market))])


def said(market: Cast, code: str, *sides: str) -> None:
    """One message after the other, ten minutes apart."""
    for side in sides:
        with market.as_carla() if side == "buyer" else market.as_alicia() as work:
            write_message(work, code, side=side, body="¿Va?")
    with market.above() as work:
        written = list(work.session.scalars(select(Message).order_by(Message.at)))
        for number, one in enumerate(written):
            one.at = work.now - timedelta(hours=5) + timedelta(minutes=10 * number)
    assert all(one.at < other.at for one, other in pairwise(written))


def test_a_shop_without_orders_has_none(market: Cast) -> None:
    assert standing(market, market.alpaca) == (None, None, 0)


def test_its_orders_are_counted_and_the_neighbours_are_not(market: Cast, code: str) -> None:
    assert standing(market, market.alpaca) == (None, None, 1)
    assert standing(market, market.abedul) == (None, None, 0)


def test_five_orders_have_a_share_and_what_is_overdue_is_late(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    for _ in range(5):
        make.paid_order(market, worker, [make.line(goods)])
    assert standing(market, market.alpaca) == (None, None, 5)  # nothing was due yet
    with market.above() as work:
        codes = list(work.session.scalars(select(Order.code).order_by(Order.code)))
        work.session.execute(update(Order).values(ship_by=work.now - timedelta(hours=1)))
        work.session.execute(
            update(Order).where(Order.code != codes[0]).values(shipped_at=work.now - timedelta(hours=2))
        )
    assert standing(market, market.alpaca) == (8_000, None, 5)


def test_what_is_sixty_days_old_says_nothing_any_more(market: Cast, code: str) -> None:
    with market.above() as work:
        work.session.execute(update(Order).values(placed_at=work.now - timedelta(days=60, minutes=1)))
    assert standing(market, market.alpaca) == (None, None, 0)


def test_what_was_never_paid_is_not_counted(market: Cast) -> None:
    make.place(market, [make.line(make.goods(market))])
    assert standing(market, market.alpaca) == (None, None, 0)


def test_the_wait_runs_from_the_first_question_to_the_next_answer(market: Cast, code: str) -> None:
    said(market, code, "buyer", "buyer", "shop", "shop")
    assert standing(market, market.alpaca) == (None, 20, 1)


def long_ago(market: Cast, days: int) -> None:
    with market.above() as work:
        for one in work.session.scalars(select(Message)):
            one.at -= timedelta(days=days)


def test_never_answering_is_measured_and_is_no_better_than_answering(market: Cast, code: str) -> None:
    said(market, code, "buyer")
    long_ago(market, 20)
    _share, reply, _count = standing(market, market.alpaca)
    assert reply is not None
    assert reply > 20 * 24 * 60


def test_a_thanks_that_needs_no_answer_is_no_wait(market: Cast, code: str) -> None:
    said(market, code, "buyer", "shop", "buyer")
    with market.as_alicia() as work:
        thread = work.session.scalars(select(Thread)).one()
        need_no_answer(work, thread.id, seen=3)
    long_ago(market, 20)
    assert standing(market, market.alpaca) == (None, 10, 1)


def test_what_the_shop_cancels_counts_against_it_and_what_a_buyer_cancels_in_time_does_not(
    market: Cast, worker: Worker
) -> None:
    goods = make.goods(market)
    codes = [make.paid_order(market, worker, [make.line(goods)]) for _ in range(7)]
    with market.above() as work:
        work.session.execute(
            update(Order).where(Order.code.in_(codes[:4])).values(shipped_at=work.now, state="shipped")
        )
    assert standing(market, market.alpaca) == (None, None, 7)
    with market.as_alicia() as work:
        cancel_order(work, codes[4], why=CancelReason.BUYER_ASKED)
    assert standing(market, market.alpaca) == (8_000, None, 7)
    with market.as_carla() as work:
        cancel_order(work, codes[5], words="Ya no", buyer_id=market.carla.id)
    assert standing(market, market.alpaca) == (8_000, None, 6)
    with market.above() as work:
        work.session.execute(update(Order).where(Order.code == codes[6]).values(ship_by=work.now - timedelta(hours=1)))
    with market.as_carla() as work:
        cancel_order(work, codes[6], words="Nunca salió", buyer_id=market.carla.id)
    assert standing(market, market.alpaca) == (6_666, None, 6)


def test_goods_that_were_gone_when_the_payment_came_are_nobodys_fault(market: Cast, code: str) -> None:
    with market.above() as work:
        work.session.execute(update(Order).values(state="cancelled", cancel_code="sold_out", cancelled_at=work.now))
    assert standing(market, market.alpaca) == (None, None, 0)


def test_what_the_shop_says_unasked_is_no_answer(market: Cast, code: str) -> None:
    said(market, code, "shop", "buyer")
    assert standing(market, market.alpaca) == (None, None, 1)
