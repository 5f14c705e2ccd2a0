"""Something comes back: asked within the frozen days, decided with a reason, received, and refunded line by line."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from marketplace.fees.models import FeeLine
from marketplace.ordering import service as ordering
from marketplace.ordering.models import Order
from marketplace.payments.models import LedgerEntry
from marketplace.payments.queries import unbalanced
from marketplace.returns import service as returns
from marketplace.returns.errors import NoSuchReturn, NothingChosen, ReasonNeeded, TooMany, WindowOver, WrongState
from marketplace.returns.models import ReturnCase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast


def ask(market: Cast, code: str, pieces: int, *, reason: str = "changed_mind") -> str:
    with market.as_carla() as work:
        line = ordering.lines_of(work, ordering.get_order(work, code))[0]
        return returns.request_return(work, code, quantities={line.id: pieces}, reason=reason, message="Me sobró.")


def finish(market: Cast, worker: Worker, return_code: str) -> None:
    with market.as_alicia() as work:
        returns.decide_return(work, return_code, approve=True)
    with market.as_alicia() as work:
        returns.receive_return(work, return_code)
    worker.drain()


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
    with pytest.raises(ReasonNeeded), market.as_alicia() as work:
        returns.decide_return(work, back, approve=False)
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=False, message="Ya estaba abierto.")
    with pytest.raises(WrongState), market.as_alicia() as work:
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
    with pytest.raises(WrongState), market.as_alicia() as work:
        returns.receive_return(work, back)
    worker.drain()
    assert make.stock(market, yarn) == (10, 0)


def test_an_unknown_line_counts_as_none(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(NothingChosen), market.as_carla() as work:
        returns.request_return(work, code, quantities={UUID(int=1): 1}, reason="damaged", message="x")
