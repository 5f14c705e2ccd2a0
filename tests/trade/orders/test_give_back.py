"""What goes back for pieces of an order: piece by piece all of it, once for each cause, and never the same twice."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from marketplace.money.fees.models import FeeLine
from marketplace.money.payments.models import Refund
from marketplace.trade.cart.rules import ShopChoice
from marketplace.trade.orders.models import OrderLine
from marketplace.trade.orders.refunds import Worth, give_all_back, give_pieces_back
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.checking import check_money
from tests.trade.buying import order_of
from tests.trade.gifts import offers_gifts


def bought(market: Cast, worker: Worker, pieces: int, price_minor: int = 3_334) -> tuple[tuple[UUID, UUID], UUID]:
    """An order that arrived, of one line; gives the keys of both."""
    make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=price_minor), pieces)])
    order = order_of(market)
    return (order.tenant_id, order.id), line_of(market).id


def wrapped(market: Cast, worker: Worker, pieces: int) -> tuple[tuple[UUID, UUID], UUID]:
    """As `bought`, wrapped as a gift for $45.01."""
    offers_gifts(market, wrap_minor=4_501)
    goods = make.goods(market, price_minor=3_334)
    placed = make.place(market, [make.line(goods, pieces)], choices={market.alpaca.id: ShopChoice(wrapped=True)})
    make.pay(market, placed)
    worker.drain()
    order = order_of(market)
    return (order.tenant_id, order.id), line_of(market).id


def line_of(market: Cast) -> OrderLine:
    with market.above() as work:
        return work.session.scalars(select(OrderLine)).one()


def give(
    market: Cast, key: tuple[UUID, UUID], line: UUID, pieces: int, cause: str, *, with_way: bool = True
) -> Worth | None:
    with market.above() as work:
        return give_pieces_back(work, key, cause=cause, pieces={line: pieces}, with_way=with_way, count_going=True)


def owed(market: Cast) -> int:
    with market.above() as work:
        return int(work.session.scalar(select(func.coalesce(func.sum(Refund.amount_minor), 0))) or 0)


def test_piece_by_piece_all_of_it_goes_back_and_not_a_centavo_more(market: Cast, worker: Worker) -> None:
    key, line = bought(market, worker, 7)
    order = order_of(market)
    assert order.shipping_minor % 7  # no seventh of the way is a whole number of centavos
    worths = [give(market, key, line, 1, f"return:{number}") for number in range(7)]
    assert all(worths)
    assert sum(one.total_minor for one in worths if one) == order.total_minor == owed(market)
    assert sum(one.shipping_minor for one in worths if one) == order.shipping_minor
    assert line_of(market).returned == 7
    check_money(market)


def test_without_the_way_only_the_goods_go_back(market: Cast, worker: Worker) -> None:
    key, line = bought(market, worker, 2)
    worth = give(market, key, line, 2, "return:1", with_way=False)
    assert worth
    assert (worth.shipping_minor, worth.total_minor) == (0, 2 * 3_334)
    assert order_of(market).shipping_back_minor == 0
    check_money(market)


def test_one_cause_counts_once(market: Cast, worker: Worker) -> None:
    key, line = bought(market, worker, 3)
    assert give(market, key, line, 1, "return:1")
    before, shipping = owed(market), order_of(market).shipping_back_minor
    assert give(market, key, line, 1, "return:1") is None
    assert (owed(market), order_of(market).shipping_back_minor, line_of(market).returned) == (before, shipping, 1)
    check_money(market)


def test_after_a_part_all_that_is_left_goes_back(market: Cast, worker: Worker) -> None:
    key, line = bought(market, worker, 3)
    assert give(market, key, line, 1, "return:1")
    with market.above() as work:
        assert give_all_back(work, key, cause="dispute:1")
    order = order_of(market)
    assert owed(market) == order.total_minor == order.refunded_minor
    assert order.shipping_back_minor == order.shipping_minor
    with market.above() as work:
        assert not give_all_back(work, key, cause="dispute:2")  # nothing is left
    assert owed(market) == order.total_minor
    check_money(market)


def test_wrapping_goes_back_with_the_last_piece_or_its_share_where_the_shop_is_at_fault(
    market: Cast, worker: Worker
) -> None:
    key, line = wrapped(market, worker, 3)
    kept = give(market, key, line, 1, "return:1", with_way=False)
    at_fault = give(market, key, line, 1, "claim:1")
    last = give(market, key, line, 1, "return:2", with_way=False)
    assert kept
    assert at_fault
    assert last
    assert (kept.wrap_minor, kept.shipping_minor) == (0, 0)
    assert at_fault.wrap_minor == 1_500
    assert at_fault.wrap_minor + last.wrap_minor == order_of(market).wrap_minor == 4_501
    assert last.shipping_minor == 0
    order = order_of(market)
    assert order.wrap_back_minor == order.wrap_minor
    assert order.total_minor - order.refunded_minor == order.shipping_minor - order.shipping_back_minor
    with market.above() as work:
        fees = select(func.sum(FeeLine.amount_minor)).where(
            FeeLine.order_line_id.is_(None), FeeLine.kind == "processing"
        )
        left = order.shipping_minor - order.shipping_back_minor
        whole = select(FeeLine.amount_minor).where(
            FeeLine.order_line_id.is_(None), FeeLine.kind == "processing", FeeLine.reverses_id.is_(None)
        )
        share = (work.session.scalar(whole) or 0) * left / order.services_minor
        assert abs(int(work.session.scalar(fees) or 0) - share) < 1
    check_money(market)
