"""Several pieces cost less each: one formula in the cart, on the order, in the books and where a part goes back."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from marketplace.goods.catalog import errors, set_price, set_steps
from marketplace.goods.catalog import service as products
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.ledger.rules import EntryKind
from marketplace.trade.cart.prices import price_cart
from marketplace.trade.cart.rules import CartLine
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.trade.orders.refunds import worth_of
from marketplace.trade.pricing import PriceStep, unit_price
from marketplace.trade.shipping.rules import Destination
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast

HOME = Destination("06700", "CMX")


def steps(market: Cast, goods: make.Goods, *said: tuple[int, int], seen: int | None = None) -> None:
    with market.as_alicia() as work:
        version = products.get_product(work, goods.product_id).version if seen is None else seen
        set_steps(work, goods.product_id, goods.variant_id, said, seen_version=version)


def test_the_formula() -> None:
    told = [PriceStep(3, 90), PriceStep(6, 80)]
    assert [unit_price(100, told, n) for n in (1, 2, 3, 5, 6, 99)] == [100, 100, 90, 90, 80, 80]
    assert unit_price(70, told, 6) == 70  # a promotion below the steps is what it costs


def test_steps_go_up_in_pieces_and_down_in_price(market: Cast) -> None:
    yarn = make.goods(market)
    for said in (
        [(3, 20_000)], [(3, 19_000), (3, 18_000)], [(6, 18_000), (3, 19_000)], [(1, 18_000)], [(100, 1_000)],
        [(2, 19_000), (3, 18_000), (4, 17_000), (5, 16_000)],
    ):  # fmt: skip
        with pytest.raises(errors.BadSteps):
            steps(market, yarn, *said)
    with pytest.raises(errors.EditedMeanwhile):
        steps(market, yarn, (3, 18_000), seen=0)


def test_cart_order_and_books_keep_what_each_was_paid(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market)
    steps(market, yarn, (3, 18_000), (6, 15_000))
    with market.above("cart") as work:
        two, three, six = (price_cart(work, [make.line(yarn, n)], HOME).parts[0].lines[0] for n in (2, 3, 6))
        assert [one.total_minor for one in (two, three, six)] == [40_000, 54_000, 90_000]
        assert (two.next_step, six.next_step) == (PriceStep(3, 18_000), None)
        bought = price_cart(work, [CartLine(yarn.number, yarn.variant_id, 3, 18_000)], HOME)
        assert bought.changes == []  # bought again, it was seen at what was paid
    make.paid_order(market, worker, [make.line(yarn, 3)])
    with market.as_alicia() as work:  # later changes leave the order as it is
        set_price(work, yarn.product_id, yarn.variant_id, price_minor=25_000, seen_minor=20_000)
    with market.above() as work:
        line, order = work.session.scalars(select(OrderLine)).one(), work.session.scalars(select(Order)).one()
        assert (line.unit_price_minor, line.total_minor, order.goods_minor) == (18_000, 54_000, 54_000)
        booked = select(func.sum(LedgerEntry.amount_minor)).where(
            LedgerEntry.kind == EntryKind.SALE, LedgerEntry.amount_minor > 0
        )
        assert abs(work.session.scalar(booked) or 0) == order.total_minor == 54_000 + order.shipping_minor
        # one of three comes back: at what it was paid, and the two that stay are not priced anew
        back = worth_of(order, [line], {line.id: 1}, {}, with_way=False)
        assert back.total_minor == 18_000
