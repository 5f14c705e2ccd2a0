"""By the clock: a shop's standing is measured from its own sixty days, and from nobody else's."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from marketplace.care.messaging.models import Message
from marketplace.care.messaging.service import write_message
from marketplace.people.sellers.queries import shops
from marketplace.trade.orders.models import Order
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


def test_what_the_shop_says_unasked_is_no_answer(market: Cast, code: str) -> None:
    said(market, code, "shop", "buyer")
    assert standing(market, market.alpaca) == (None, None, 1)
