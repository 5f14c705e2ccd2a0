"""Something broke: claimed under the warranty frozen with the line, answered with a remedy or a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from marketplace.ordering import service as ordering
from marketplace.ordering.models import Order
from marketplace.warranty import service as warranty
from marketplace.warranty.errors import AlreadyOpen, NoSuchClaim, NotCovered, ReasonNeeded, WrongState
from marketplace.warranty.models import Claim
from marketplace.warranty.rules import covered_until
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast


def claim(market: Cast, code: str) -> str:
    with market.as_carla() as work:
        line = ordering.lines_of(work, ordering.get_order(work, code))[0]
        return warranty.open_claim(work, code, line_id=line.id, problem="Se deshizo.")


def test_a_claim_starts_the_shops_clock(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    claim(market, code)
    with market.as_alicia() as work:
        found = work.session.scalars(select(Claim)).one()
        assert found.state == "open"
        assert found.answer_by > work.now
        assert found.covered_until > work.now + timedelta(days=85)


def test_before_delivery_and_after_its_end_nothing_is_covered(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(NotCovered):
        claim(market, code)
    with market.above() as work:
        work.session.execute(update(Order).values(state="delivered", delivered_at=work.now - timedelta(days=95)))
    with pytest.raises(NotCovered):
        claim(market, code)


def test_one_claim_at_a_time(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    claim(market, code)
    with pytest.raises(AlreadyOpen):
        claim(market, code)


def test_the_shop_answers_once_with_words(market: Cast, worker: Worker) -> None:
    opened = claim(market, make.delivered_order(market, worker, [make.line(make.goods(market))]))
    with pytest.raises(ReasonNeeded), market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy="replace", answer="")
    with market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy="replace", answer="Te mandamos otra.")
    with pytest.raises(WrongState), market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy=None, answer="No.")
    with market.as_alicia() as work:
        warranty.close_claim(work, opened)
        assert warranty.get_claim(work, opened).state == "closed"


def test_the_neighbour_sees_no_claim(market: Cast, worker: Worker) -> None:
    opened = claim(market, make.delivered_order(market, worker, [make.line(make.goods(market))]))
    with pytest.raises(NoSuchClaim), market.as_bruno() as work:
        warranty.answer_claim(work, opened, remedy="repair", answer="x")


@pytest.mark.parametrize(
    ("delivered", "months", "end"),
    [((2026, 1, 31), 1, (2026, 2, 28)), ((2026, 11, 24), 3, (2027, 2, 24)), ((2024, 2, 29), 12, (2025, 2, 28))],
)
def test_months_end_where_the_calendar_ends_them(delivered: tuple, months: int, end: tuple) -> None:
    assert covered_until(datetime(*delivered, tzinfo=UTC), months) == datetime(*end, tzinfo=UTC)
