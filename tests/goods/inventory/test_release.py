"""What was held is free again when its time is over: it never left the shelf."""

from __future__ import annotations

from marketplace.goods.inventory.service import consume, release
from tests import make
from tests.cast import Cast
from tests.goods.inventory.shelf import held, movements, said_on_the_shelf


def test_it_can_be_bought_again_and_nothing_was_sold(market: Cast) -> None:
    goods = make.goods(market)
    placed = make.place(market, [make.line(goods, 3)])
    with market.above("worker") as work:
        assert release(work, placed.purchase_id)
    assert make.stock(market, goods) == (10, 0)
    assert held(market) == [(placed.purchase_id, 3, "released")]
    assert said_on_the_shelf(market, goods) == (10, 0)
    assert movements(market, goods) == []


def test_twice_it_is_freed_once(market: Cast) -> None:
    goods = make.goods(market)
    mine, theirs = make.place(market, [make.line(goods, 3)]), make.place(market, [make.line(goods, 4)])
    for freed in (True, False):
        with market.above("worker") as work:
            assert release(work, mine.purchase_id) is freed
    assert make.stock(market, goods) == (10, 4)
    assert held(market)[1] == (theirs.purchase_id, 4, "held")


def test_what_was_paid_cannot_be_released(market: Cast) -> None:
    goods = make.goods(market)
    placed = make.place(market, [make.line(goods, 3)])
    with market.above("worker") as work:
        consume(work, placed.purchase_id, "order:1")
    with market.above("worker") as work:
        assert not release(work, placed.purchase_id)
    assert make.stock(market, goods) == (7, 0)
