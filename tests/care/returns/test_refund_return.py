"""Something comes back: asked within the frozen days, decided with a reason, received, and refunded line by line."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from marketplace.care.returns import service as returns
from marketplace.care.returns.errors import (
    NoSuchReturn,
    NothingChosen,
    ReturnReasonNeeded,
    ReturnWrongState,
    TooMany,
    WindowOver,
)
from marketplace.care.returns.models import ReturnCase
from marketplace.goods.inventory.models import StockMovement
from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.ledger.queries import unbalanced
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, finish
from tests.cast import Cast
from tests.web.asking import client_of


def test_the_pieces_the_money_and_their_fees_go_back(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, price_minor=20_000, pieces=10)
    code = make.delivered_order(market, worker, [make.line(yarn, 4)])
    finish(market, worker, ask(market, code, 1))
    assert make.stock(market, yarn) == (7, 0)
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert order.refunded_minor == 20_000
        case = work.session.scalars(select(ReturnCase)).one()
        assert (case.state, case.refund_minor) == ("refunded", 20_000)
        back = work.session.scalar(select(func.sum(FeeLine.amount_minor)).where(FeeLine.reverses_id.is_not(None)))
        kept = work.session.scalar(
            select(func.sum(FeeLine.amount_minor)).where(
                FeeLine.reverses_id.is_(None), FeeLine.order_line_id.is_not(None)
            )
        )
        assert back is not None
        assert kept is not None
        assert -kept / 4 - 8 <= back <= -kept / 4 + 8  # a quarter, to a centavo a line
        assert unbalanced(work) == 0


def test_returning_in_two_parts_gives_exactly_the_whole(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, price_minor=33_333)
    code = make.delivered_order(market, worker, [make.line(yarn, 3)])
    for pieces in (2, 1):
        finish(market, worker, ask(market, code, pieces))
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert order.refunded_minor == order.goods_minor == 99_999
        of_lines = select(func.sum(FeeLine.amount_minor)).where(FeeLine.order_line_id.is_not(None))
        assert work.session.scalar(of_lines) == 0
        shop = select(func.sum(LedgerEntry.amount_minor)).where(LedgerEntry.tenant_id == market.alpaca.id)
        of_way = select(func.sum(FeeLine.amount_minor)).where(FeeLine.order_line_id.is_(None))
        assert -(work.session.scalar(shop) or 0) == order.shipping_minor - (work.session.scalar(of_way) or 0)


def test_after_the_frozen_days_it_is_too_late(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        work.session.execute(update(Order).values(delivered_at=work.now - timedelta(days=31)))
    with pytest.raises(WindowOver):
        ask(market, code, 1)


def test_before_it_arrived_nothing_can_come_back(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(WindowOver):
        ask(market, code, 1)


def test_more_than_was_bought_is_refused_also_in_two_steps(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    with pytest.raises(TooMany):
        ask(market, code, 3)
    ask(market, code, 2)
    with pytest.raises(TooMany):
        ask(market, code, 1)
    with pytest.raises(NothingChosen):
        ask(market, code, 0)


def test_declining_needs_a_reason_and_moves_nothing(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market)
    code = make.delivered_order(market, worker, [make.line(yarn)])
    back = ask(market, code, 1)
    with pytest.raises(ReturnReasonNeeded), market.as_alicia() as work:
        returns.decide_return(work, back, approve=False)
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=False, message="Ya estaba abierto.")
    with pytest.raises(ReturnWrongState), market.as_alicia() as work:
        returns.receive_return(work, back)
    worker.drain()
    assert make.stock(market, yarn) == (9, 0)


def test_the_shop_pays_the_way_back_for_its_own_fault(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    ask(market, code, 1, reason="damaged")
    with market.as_alicia() as work:
        assert work.session.scalars(select(ReturnCase.paid_by)).one() == "seller"


def test_the_neighbour_sees_no_return(market: Cast, worker: Worker) -> None:
    back = ask(market, make.delivered_order(market, worker, [make.line(make.goods(market))]), 1)
    with pytest.raises(NoSuchReturn), market.as_bruno() as work:
        returns.decide_return(work, back, approve=True)


def test_receiving_twice_refunds_once(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market)
    code = make.delivered_order(market, worker, [make.line(yarn)])
    back = ask(market, code, 1)
    finish(market, worker, back)
    with pytest.raises(ReturnWrongState), market.as_alicia() as work:
        returns.receive_return(work, back)
    worker.drain()
    assert make.stock(market, yarn) == (10, 0)


def test_an_unknown_line_counts_as_none(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(NothingChosen), market.as_carla() as work:
        returns.request_return(work, code, quantities={UUID(int=1): 1}, reason="damaged", message="x")


@pytest.mark.parametrize("reason", ["damaged", "not_as_described", "wrong_item"])
def test_for_the_shops_own_fault_everything_goes_back_also_the_way_there(
    market: Cast, worker: Worker, reason: str
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    finish(market, worker, ask(market, code, 2, reason=reason))
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert order.shipping_minor > 0
        assert order.refunded_minor == order.total_minor
        assert order.shipping_back_minor == order.shipping_minor
        assert work.session.scalar(select(func.sum(FeeLine.amount_minor))) == 0
        shop = select(func.sum(LedgerEntry.amount_minor)).where(LedgerEntry.tenant_id == market.alpaca.id)
        assert work.session.scalar(shop) == 0
        assert unbalanced(work) == 0


def test_of_a_part_its_fair_share_of_the_way_goes_back_and_all_parts_give_all_of_it(
    market: Cast, worker: Worker
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=11_111), 3)])
    shares = []
    for _time in range(3):
        finish(market, worker, ask(market, code, 1, reason="damaged"))
        with market.above() as work:
            shares.append(work.session.scalars(select(Order.shipping_back_minor)).one())
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert abs(shares[0] - order.shipping_minor / 3) < 1
        assert shares[-1] == order.shipping_minor
        assert order.refunded_minor == order.total_minor
        assert work.session.scalar(select(func.sum(FeeLine.amount_minor))) == 0


def test_who_only_changed_their_mind_does_not_get_the_way_there_back(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    finish(market, worker, ask(market, code, 1))
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert (order.refunded_minor, order.shipping_back_minor) == (order.goods_minor, 0)


def test_what_came_back_broken_is_not_sold_again(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, pieces=3)
    code = make.delivered_order(market, worker, [make.line(yarn, 3)])
    finish(market, worker, ask(market, code, 1, reason="damaged"))
    assert make.stock(market, yarn) == (0, 0)
    with market.above() as work:
        kinds = work.session.execute(
            select(StockMovement.kind, StockMovement.delta).order_by(StockMovement.at, StockMovement.id)
        ).all()
        assert [tuple(one) for one in kinds][-2:] == [("returned", 1), ("damaged", -1)]


def test_the_shop_says_how_many_of_them_are_for_sale_again(app: Flask, market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, pieces=3)
    code = make.delivered_order(market, worker, [make.line(yarn, 3)])
    back = ask(market, code, 2)
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=True)
        line = orders.lines_of(work, orders.get_order(work, code))[0]
    alicia = client_of(app, market.alicia)
    page = alicia.get(f"/vender/hilos-alpaca/devoluciones/{back}").text
    assert f'name="restock-{line.id}"' in page
    address = f"/vender/hilos-alpaca/devoluciones/{back}/recibir"
    for senseless in ("3", "-1", "²", "", "muchas"):
        assert alicia.post(address, data={f"restock-{line.id}": senseless}).status_code == 422, senseless
    assert alicia.post(address, data={f"restock-{line.id}": "1"}).status_code == 302
    worker.drain()
    assert make.stock(market, yarn) == (1, 0)
    with market.above() as work:
        assert work.session.scalars(select(Order.refunded_minor)).one() == 40_000  # the money does not depend on it
