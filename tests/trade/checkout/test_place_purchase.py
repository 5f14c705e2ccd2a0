"""Buying a cart: one purchase, one order for each shop, stock held, prices and fees frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger.models import LedgerEntry
from marketplace.trade.cart.errors import EmptyCart
from marketplace.trade.checkout import service as placing
from marketplace.trade.checkout.errors import CartChanged
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.shipping.queries import own_terms
from marketplace.trade.shipping.rules import Terms
from marketplace.trade.shipping.service import publish_terms
from tests import make
from tests.cast import Cast


def _count(market: Cast, table: type) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def test_one_purchase_becomes_one_order_for_each_shop(market: Cast) -> None:
    yarn = make.goods(market)
    hammer = make.goods(market, shop=market.abedul, title="Martillo", price_minor=15_000)
    placed = make.place(market, [make.line(yarn, 2), make.line(hammer)])
    with market.above() as work:
        orders = work.session.scalars(select(Order).where(Order.purchase_id == placed.purchase_id)).all()
        assert {order.shop_name for order in orders} == {"Hilos Alpaca", "Ferretería Abedul"}
        purchase = work.session.get_one(Purchase, placed.purchase_id)
        assert purchase.total_minor == sum(order.total_minor for order in orders)


def test_stock_is_held_and_not_yet_gone(market: Cast) -> None:
    yarn = make.goods(market, pieces=5)
    make.place(market, [make.line(yarn, 2)])
    assert make.stock(market, yarn) == (5, 2)


def test_fees_are_frozen_with_the_order(market: Cast) -> None:
    yarn = make.goods(market)
    make.place(market, [make.line(yarn)])
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        lines = work.session.scalars(select(FeeLine.amount_minor).where(FeeLine.order_id == order.id)).all()
        assert order.fees_minor == sum(lines) > 0


def test_placing_moves_no_money(market: Cast) -> None:
    yarn = make.goods(market)
    make.place(market, [make.line(yarn)])
    assert _count(market, LedgerEntry) == 0


def test_an_empty_cart_is_refused(market: Cast) -> None:
    with pytest.raises(EmptyCart), market.above("checkout") as work:
        asked = make.checkout(work, market.carla, [], total_seen=0)
        placing.place_purchase(work, asked, hold=timedelta(minutes=15))
    assert _count(market, Purchase) == 0


def test_a_changed_price_is_named_and_nothing_is_ordered(market: Cast) -> None:
    yarn = make.goods(market, price_minor=20_000)
    with pytest.raises(CartChanged) as refused:
        make.place(market, [replace(make.line(yarn), seen_minor=19_000)])
    (change,) = refused.value.details["changes"]  # type: ignore[misc]
    assert (change.what, change.was, change.now) == ("price", 19_000, 20_000)
    assert _count(market, Purchase) == 0
    assert make.stock(market, yarn) == (10, 0)


def test_too_few_left_is_named_with_how_many_there_are(market: Cast) -> None:
    yarn = make.goods(market, pieces=2)
    with pytest.raises(CartChanged) as refused:
        make.place(market, [make.line(yarn, 3)])
    (change,) = refused.value.details["changes"]  # type: ignore[misc]
    assert (change.what, change.was, change.now) == ("stock", 3, 2)
    assert make.stock(market, yarn) == (2, 0)


def test_a_place_outside_the_shops_coverage_is_refused(market: Cast) -> None:
    hammer = make.goods(market, shop=market.abedul)
    with market.as_bruno() as work:
        terms = own_terms(work)
        assert terms is not None
        publish_terms(work, market.abedul.id, Terms("72000", "PUE", 1, 14, None, ["CMX"], terms.rates))
    with pytest.raises(CartChanged) as refused:
        make.place(market, [make.line(hammer)])
    assert "coverage" in [change.what for change in refused.value.details["changes"]]  # type: ignore[attr-defined]
    assert make.stock(market, hammer) == (10, 0)


def test_one_shop_short_of_stock_holds_nothing_of_the_other(market: Cast) -> None:
    yarn = make.goods(market)
    hammer = make.goods(market, shop=market.abedul, pieces=1)
    with pytest.raises(CartChanged):
        make.place(market, [make.line(yarn), make.line(hammer, 2)])
    assert make.stock(market, yarn) == (10, 0)
    assert make.stock(market, hammer) == (1, 0)


def test_the_same_form_sent_twice_buys_once(market: Cast) -> None:
    yarn = make.goods(market)
    first = make.place(market, [make.line(yarn)], key="one form")
    second = make.place(market, [make.line(yarn)], key="one form")
    assert second.purchase_id == first.purchase_id
    assert _count(market, Order) == 1
    assert make.stock(market, yarn) == (10, 1)


def test_the_same_form_sent_twice_for_the_last_piece_is_not_told_that_it_is_gone(market: Cast) -> None:
    yarn = make.goods(market, pieces=1)
    first = make.place(market, [make.line(yarn)], key="one form")
    with market.above("checkout") as work:  # as the second sending says it: with the total it was shown
        asked = make.checkout(work, market.carla, [make.line(yarn)], key="one form", total_seen=first_total(market))
        second = placing.place_purchase(work, asked, hold=timedelta(minutes=15))
    assert second.purchase_id == first.purchase_id
    assert make.stock(market, yarn) == (1, 1)


def first_total(market: Cast) -> int:
    """What the one purchase of a test comes to."""
    with market.above() as work:
        return work.session.scalars(select(Purchase.total_minor)).one()
