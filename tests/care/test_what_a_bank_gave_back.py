"""A bank gave a buyer all of it back: what is then sent back, claimed or decided ends, and no money goes twice."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.care.disputes import service as disputes
from marketplace.care.disputes.rules import DisputeAnswer
from marketplace.care.returns import service as returns
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty import service as warranty
from marketplace.care.warranty.models import Claim
from marketplace.kernel.ids import new_id
from marketplace.kernel.jobs import Job
from marketplace.money.fees.models import FeeLine
from marketplace.money.payments.models import Refund
from marketplace.money.payouts.models import MoneyHold
from marketplace.platform.desk.comparing import differences
from marketplace.trade.orders.refunds import Worth
from marketplace.worker import Worker
from tests import make
from tests.care.asking import answer, ask, claim, late, miss, state_of
from tests.cast import Cast
from tests.money.checking import check_money
from tests.money.payments.disputing import decide, take_back
from tests.web.asking import client_of


def lose(market: Cast, worker: Worker) -> None:
    """The bank takes all of the charge, and keeps it."""
    take_back(market, worker)
    decide(market, worker, won=False)


def check_nothing_goes_again(market: Cast) -> None:
    with market.above() as work:
        assert work.session.scalars(select(Refund)).all() == []
        assert work.session.scalars(select(FeeLine).where(FeeLine.reverses_id.is_not(None))).all() == []
        assert work.session.scalars(select(MoneyHold).where(MoneyHold.ended_at.is_(None))).all() == []
        assert work.session.scalars(select(Job.last_error).where(Job.last_error.is_not(None))).all() == []
        assert list(differences(work)) == []
    check_money(market)


def test_what_is_sent_back_then_goes_on_the_shelf_and_is_over(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, pieces=10)
    code = make.delivered_order(market, worker, [make.line(yarn, 2)])
    back = ask(market, code, 2)
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=True)
    lose(market, worker)
    with market.as_alicia() as work:
        returns.receive_return(work, back)
    worker.drain()
    assert make.stock(market, yarn) == (10, 0)
    with market.above() as work:
        case = work.session.scalars(select(ReturnCase)).one()
        assert (case.state, case.refund_minor) == ("refunded", 0)
    check_nothing_goes_again(market)
    page = client_of(worker.app, market.carla).get(f"/pedidos/{code}/devoluciones").text
    assert "Tu banco ya te había devuelto el dinero" in page
    assert "Te devolvimos" not in page


def test_a_claim_that_its_shop_pays_back_then_is_over(market: Cast, worker: Worker) -> None:
    found = claim(market, make.delivered_order(market, worker, [make.line(make.goods(market))]))
    lose(market, worker)
    with market.as_alicia() as work:
        warranty.answer_claim(work, found, remedy="refund", answer="Así es.")
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(Claim)).one().state == "closed"
    check_nothing_goes_again(market)


def test_what_never_came_is_over_when_staff_say_so_then(market: Cast, worker: Worker) -> None:
    dispute = miss(market, late(market, worker))
    answer(market, dispute, DisputeAnswer.PROOF)
    with market.as_carla() as work:
        disputes.escalate_dispute(work, dispute, said="No es mi firma.")
    lose(market, worker)
    with market.as_sergio() as work:
        disputes.decide_dispute(work, dispute, refunds=True, reason="La guía no dice quién firmó.")
    worker.drain()
    assert state_of(market, dispute) == "refunded"
    check_nothing_goes_again(market)


@pytest.mark.parametrize(
    ("most", "goods", "way"), [(2_000, [600, 300], 100), (500, [300, 150], 50), (7, [4, 2], 1), (0, [0, 0], 0)]
)
def test_where_a_part_is_left_each_line_gives_way_in_proportion(most: int, goods: list[int], way: int) -> None:
    worth = Worth({new_id(): 600, new_id(): 300}, 100).within(most)
    assert (list(worth.by_line.values()), worth.shipping_minor) == (goods, way)
