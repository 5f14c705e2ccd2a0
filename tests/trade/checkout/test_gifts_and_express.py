"""Buying a gift, or by the faster way: priced, frozen, in the books, and told where a shop does not do it any more."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.money.fees.models import FeeLine
from marketplace.trade.cart.rules import ShopChoice
from marketplace.trade.checkout.errors import CartChanged
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.pricing import AmountKind, amounts_of_order
from marketplace.trade.shipping.rules import Speed
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.checking import check_money
from tests.trade.buying import order_of
from tests.trade.gifts import EXPRESS, offers_gifts, sends_faster

CHOICE = ShopChoice(Speed.EXPRESS, wrapped=True, message="Feliz día,\n<b>Ana</b>", prices_hidden=True)


def test_it_costs_what_its_lines_say_and_all_of_it_goes_back_when_it_is_cancelled(market: Cast, worker: Worker) -> None:
    offers_gifts(market)
    sends_faster(market, free_from_minor=0)  # which is of the ordinary way alone
    yarn = make.goods(market, price_minor=20_000)
    placed = make.place(market, [make.line(yarn)], choices={market.alpaca.id: CHOICE})
    make.pay(market, placed)
    worker.drain()
    order = order_of(market)
    assert (order.goods_minor, order.shipping_minor, order.wrap_minor) == (20_000, EXPRESS["base_minor"], 4_500)
    assert order.total_minor == 43_500
    assert (order.express, order.gift_message, order.prices_hidden) == (True, CHOICE.message, True)
    assert order.promise_from == order.promise_to
    with market.above() as work:
        amounts = amounts_of_order(work, order.id)
        assert sum(one.amount_minor for one in amounts if one.kind != AmountKind.TAX) == order.total_minor
        paid = {(one.kind, one.order_line_id is None): one for one in amounts}
        assert paid[AmountKind.WRAP, True].source.startswith("shop:")
        assert paid[AmountKind.SHIPPING, True].source.endswith(":national:express")
        assert AmountKind.DISCOUNT not in {one.kind for one in amounts}
        tax = paid[AmountKind.TAX, True]
        assert (tax.base_minor + tax.amount_minor, tax.rate_bp) == (order.services_minor, 1600)
        fees = work.session.scalars(select(FeeLine).where(FeeLine.order_id == order.id)).all()
        whole = {fee.kind: fee for fee in fees if fee.order_line_id is None}
        assert "commission" not in whole  # of services there is none
        assert "shipping_subsidy" not in whole
        assert whole["processing"].base_minor == order.services_minor
        assert whole["isr_withheld"].base_minor == tax.base_minor
    check_money(market)
    with market.as_alicia() as work:
        orders.cancel_order(work, order.code, why=CancelReason.BROKEN)
    worker.drain()
    order = order_of(market)
    assert order.refunded_minor == order.total_minor
    assert order.wrap_back_minor == 4_500
    with market.above() as work:
        assert sum(work.session.scalars(select(FeeLine.amount_minor))) == 0
    check_money(market)


def test_what_the_shop_does_not_do_any_more_is_told_and_nothing_is_ordered(market: Cast) -> None:
    offers_gifts(market)
    sends_faster(market)
    yarn = make.goods(market)
    offers_gifts(market, wrap_minor=None, messages=False)
    sends_faster(market, express=False)
    with pytest.raises(CartChanged) as refused:
        make.place(market, [make.line(yarn)], choices={market.alpaca.id: CHOICE})
    changes = refused.value.details["changes"]
    assert isinstance(changes, list)
    assert [change.what for change in changes] == ["speed", "wrap", "message"]
    assert make.stock(market, yarn) == (10, 0)
