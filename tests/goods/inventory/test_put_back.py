"""Sold pieces come back: on the shelf again, or kept out of it; why is written down either way."""

from __future__ import annotations

import pytest

from marketplace.goods.inventory.service import consume, keep_out, put_back
from tests import make
from tests.cast import Cast
from tests.goods.inventory.shelf import movements, said_on_the_shelf, wanted


@pytest.fixture
def sold(market: Cast) -> make.Goods:
    """Ten pieces, of which three were sold."""
    goods = make.goods(market)
    placed = make.place(market, [make.line(goods, 3)])
    with market.above("worker") as work:
        consume(work, placed.purchase_id, "order:1")
    return goods


def test_what_is_put_back_is_for_sale_and_counts_as_sold_no_more(market: Cast, sold: make.Goods) -> None:
    with market.above("worker") as work:
        put_back(work, [wanted(sold, 2)], kind="returned", subject="return:1")
    assert make.stock(market, sold) == (9, 0)
    assert movements(market, sold) == [("sale", -3, 7), ("returned", 2, 9)]
    assert said_on_the_shelf(market, sold) == (9, 1)


def test_two_lines_of_one_variant_are_put_back_together(market: Cast, sold: make.Goods) -> None:
    with market.above("worker") as work:
        put_back(work, [wanted(sold, 1), wanted(sold, 2)], kind="cancelled", subject="order:1")
    assert make.stock(market, sold) == (10, 0)
    assert movements(market, sold)[1:] == [("cancelled", 3, 10)]


def test_nothing_put_back_changes_nothing(market: Cast, sold: make.Goods) -> None:
    with market.above("worker") as work:
        put_back(work, [], kind="returned", subject="return:1")
    assert make.stock(market, sold) == (7, 0)
    assert movements(market, sold) == [("sale", -3, 7)]


def test_what_is_kept_out_came_and_is_not_for_sale(market: Cast, sold: make.Goods) -> None:
    with market.above("worker") as work:
        keep_out(work, [wanted(sold, 2)], kind="returned", subject="return:1")
    assert make.stock(market, sold) == (7, 0)
    assert movements(market, sold) == [("sale", -3, 7), ("returned", 2, 9), ("damaged", -2, 7)]
    assert said_on_the_shelf(market, sold) == (7, 3)
