"""What was held is paid, and leaves the shelf: once, and nothing of anybody else's."""

from __future__ import annotations

from marketplace.goods.inventory.service import consume, release
from tests import make
from tests.cast import Cast
from tests.goods.inventory.shelf import held, movements, said_on_the_shelf


def test_it_leaves_the_shelf_and_counts_as_sold(market: Cast) -> None:
    goods = make.goods(market)
    placed = make.place(market, [make.line(goods, 3)])
    with market.above("worker") as work:
        assert consume(work, placed.purchase_id, "order:1")
    assert make.stock(market, goods) == (7, 0)
    assert held(market) == [(placed.purchase_id, 3, "consumed")]
    assert movements(market, goods) == [("sale", -3, 7)]
    assert said_on_the_shelf(market, goods) == (7, 3)


def test_twice_it_leaves_once(market: Cast) -> None:
    goods = make.goods(market)
    placed = make.place(market, [make.line(goods, 3)])
    with market.above("worker") as work:
        consume(work, placed.purchase_id, "order:1")
    with market.above("worker") as work:
        assert not consume(work, placed.purchase_id, "order:1")
    assert make.stock(market, goods) == (7, 0)
    assert movements(market, goods) == [("sale", -3, 7)]
    assert said_on_the_shelf(market, goods) == (7, 3)


def test_what_was_released_cannot_be_consumed(market: Cast) -> None:
    goods = make.goods(market)
    placed = make.place(market, [make.line(goods, 3)])
    with market.above("worker") as work:
        release(work, placed.purchase_id)
    with market.above("worker") as work:
        assert not consume(work, placed.purchase_id, "order:1")
    assert make.stock(market, goods) == (10, 0)
    assert movements(market, goods) == []


def test_what_another_holds_stays_held(market: Cast) -> None:
    goods = make.goods(market)
    mine, theirs = make.place(market, [make.line(goods, 3)]), make.place(market, [make.line(goods, 4)])
    with market.above("worker") as work:
        consume(work, mine.purchase_id, "order:1")
    assert make.stock(market, goods) == (7, 4)
    assert held(market) == [(mine.purchase_id, 3, "consumed"), (theirs.purchase_id, 4, "held")]
