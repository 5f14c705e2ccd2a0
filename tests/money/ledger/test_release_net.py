"""When the hold is over, what an order left pending is available: all of it, once, and nothing of another order."""

from __future__ import annotations

from tests.cast import Cast
from tests.money.ledger.books import accounts, give_back, kinds, release, sell


def test_all_that_was_pending_becomes_available_and_no_more(market: Cast) -> None:
    order, other = sell(market), sell(market, 5_000)
    release(market, order)
    assert accounts(market, order)["seller_available"] == -884
    assert "seller_pending" not in accounts(market, order)
    assert accounts(market, other)["seller_pending"] == -4_884
    assert "seller_available" not in accounts(market, other)


def test_it_happens_once(market: Cast) -> None:
    order = sell(market)
    release(market, order)
    release(market, order)
    assert kinds(market) == ["sale", "release"]
    assert accounts(market, order)["seller_available"] == -884


def test_what_went_back_before_is_not_released(market: Cast) -> None:
    order = sell(market)
    give_back(market, order, 500, {"commission": -50, "commission_iva": -8})
    release(market, order)
    assert accounts(market, order)["seller_available"] == -(884 - 500 + 58)


def test_where_nothing_is_left_nothing_is_written(market: Cast) -> None:
    order = sell(market)
    give_back(market, order, 1_000, {"commission": -100, "commission_iva": -16})
    release(market, order)
    assert kinds(market) == ["sale", "reversal"]


def test_another_shops_lines_of_the_same_order_are_not_this_shops(market: Cast) -> None:
    """An order is one shop's; were it not, nobody would be given another's money."""
    from tests.money.ledger.books import Sold

    order = sell(market)
    release(market, Sold(market.abedul, order.id))
    assert kinds(market) == ["sale"]
