"""A shop answers a claim, each remedy to its end; what waits for an answer holds the order's money and no longer."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from marketplace.care.warranty import service as warranty
from marketplace.care.warranty.errors import ClaimWrongState, NoneLeft
from marketplace.care.warranty.models import Claim
from marketplace.kernel.calendar import MEXICO, closing_after
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.jobs import Job
from marketplace.money.payouts.models import MoneyHold
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import OrderEvent, OrderLine
from marketplace.worker import Worker
from tests import make
from tests.care.asking import claim
from tests.cast import Cast


def held(market: Cast) -> bool:
    """Whether something about the order still holds its money."""
    with market.above() as work:
        return bool(work.session.scalars(select(MoneyHold).where(MoneyHold.ended_at.is_(None))).all())


def events(market: Cast) -> list[str]:
    with market.above() as work:
        said = work.session.scalars(select(OrderEvent.kind).order_by(OrderEvent.at, OrderEvent.id))
        return [kind for kind in said if kind.startswith("claim")]


@pytest.fixture
def claimed(market: Cast, worker: Worker) -> str:
    """A claim of one of three pieces."""
    return claim(market, make.delivered_order(market, worker, [make.line(make.goods(market), 3)]))


def test_three_working_days_are_counted_to_the_evening(market: Cast, claimed: str) -> None:
    friday = datetime(2026, 11, 27, 12, 0, tzinfo=MEXICO)
    assert closing_after(friday, warranty.rules.ANSWER_DAYS) == datetime(2026, 12, 2, 18, 0, tzinfo=MEXICO)
    with market.above() as work:
        found = work.session.scalars(select(Claim)).one()
        assert found.answer_by == closing_after(found.opened_at, 3)


def test_a_remedy_that_is_promised_holds_the_money_until_it_was_given(market: Cast, claimed: str) -> None:
    assert held(market)
    with market.as_alicia() as work:
        warranty.answer_claim(work, claimed, remedy="repair", answer="La arreglamos.")
    assert held(market)
    with market.as_alicia() as work:
        warranty.close_claim(work, claimed)
    assert not held(market)
    assert events(market) == ["claim_opened", "claim_accepted", "claim_closed"]
    with market.above() as work:
        found = work.session.scalars(select(Claim)).one()
        assert (found.state, found.remedy, found.answer, found.answered_by) == (
            "closed", "repair", "La arreglamos.", market.alicia.name,
        )  # fmt: skip
        assert found.closed_at is not None


def test_a_decline_with_its_reason_holds_nothing_and_the_buyer_is_written_to(market: Cast, claimed: str) -> None:
    with market.as_alicia() as work:
        warranty.answer_claim(work, claimed, remedy=None, answer="Se lavó con cloro.")
    assert not held(market)
    assert events(market) == ["claim_opened", "claim_declined"]
    with market.above() as work:
        assert work.session.scalars(select(OrderLine.claimed)).one() == 0
        told = select(Job).where(Job.name == "mail_claim_answered")
        assert len(work.session.scalars(told).all()) == 1
    with pytest.raises(ClaimWrongState), market.as_alicia() as work:
        warranty.close_claim(work, claimed)


def test_what_was_not_answered_cannot_be_closed(market: Cast, claimed: str) -> None:
    with pytest.raises(ClaimWrongState), market.as_alicia() as work:
        warranty.close_claim(work, claimed)
    assert held(market)


def test_who_packs_does_not_answer(market: Cast, claimed: str) -> None:
    with pytest.raises(NotAllowed), market.as_pia() as work:
        warranty.answer_claim(work, claimed, remedy="repair", answer="x")
    assert events(market) == ["claim_opened"]


@pytest.mark.parametrize("pieces", [0, 4, -1])
def test_no_more_pieces_are_claimed_than_there_are(market: Cast, worker: Worker, pieces: int) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 3)])
    with pytest.raises(NoneLeft), market.as_carla() as work:
        line = orders.lines_of(work, orders.get_order(work, code))[0]
        warranty.open_claim(work, code, line_id=line.id, problem="x", quantity=pieces)
    assert not held(market)


def test_of_so_many_claimed_pieces_so_many_are_paid_back(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, price_minor=20_000)
    code = make.delivered_order(market, worker, [make.line(yarn, 3)])
    with market.as_carla() as work:
        line = orders.lines_of(work, orders.get_order(work, code))[0]
        claimed = warranty.open_claim(work, code, line_id=line.id, problem="Dos se rompieron.", quantity=2)
    with market.as_alicia() as work:
        warranty.answer_claim(work, claimed, remedy="refund", answer="Va de regreso.")
    worker.drain()
    with market.above() as work:
        back = work.session.scalars(select(OrderLine)).one()
        assert (back.returned, back.going_back, back.claimed) == (2, 2, 0)
        order = orders.get_order(work, code)
        assert 40_000 < order.refunded_minor < order.total_minor  # two pieces, and their part of the way there
    assert not held(market)
