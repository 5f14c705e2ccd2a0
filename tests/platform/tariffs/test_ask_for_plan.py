"""A shop asks for another plan, or says that its own is not right; somebody who did not decide it answers."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.errors import NotAllowed
from marketplace.people.sellers import ShopPlan
from marketplace.platform.notifications.models import Mail
from marketplace.platform.tariffs import answer_plan_request, ask_for_plan, errors
from marketplace.platform.tariffs.models import PlanRequest
from marketplace.platform.tariffs.queries import count_plan_requests, plan_of
from marketplace.worker import Worker
from tenants.wall import plain_sql
from tests.cast import Cast
from tests.platform.tariffs.planning import answer, ask, decide, plans

SUPPORT = ShopPlan.SUPPORT
ROWS = plain_sql("SELECT body FROM plan_request", why="test")


def waiting(market: Cast) -> int:
    with market.above() as work:
        return count_plan_requests(work)[0]


def test_what_a_shop_asks_waits_for_staff_and_its_answer_reaches_it(market: Cast, worker: Worker) -> None:
    asked = ask(market)
    assert waiting(market) == 1
    answer(asked)
    assert waiting(market) == 0
    worker.drain()
    with market.as_alicia() as work:
        (one,) = plan_of(work, market.alpaca.id).requests
        assert (one.answer, one.answered_by) == ("Lo revisamos y sí lo son.", "Fidel Ochoa")
    with market.above() as work:
        (letter,) = work.session.scalars(select(Mail).where(Mail.subject.contains("sobre el plan"))).all()
        assert "Lo revisamos y sí lo son." in letter.text
    assert plans(market)[0] is ShopPlan.BASE  # an answer decides no plan


def test_one_waits_at_a_time(market: Cast) -> None:
    asked = ask(market)
    with pytest.raises(errors.PlanRequestWaits):
        ask(market)
    answer(asked)
    ask(market)
    assert waiting(market) == 1


def test_who_decided_does_not_answer(market: Cast) -> None:
    decide(market, SUPPORT)
    asked = ask(market, "Preferimos el plan Base.")
    with market.as_sergio() as work, pytest.raises(errors.OwnPlanDecision):
        answer_plan_request(work, asked, answer="Así está bien.")
    with market.as_sergio() as work, pytest.raises(IntegrityError, match="two_people"), work.attempt():
        one = work.session.scalars(select(PlanRequest)).one()
        one.answer, one.answered_at, one.answered_by_id = "Así está bien.", work.now, work.actor.account_id
        work.session.flush()
    assert waiting(market) == 1
    answer(asked)
    assert waiting(market) == 0


def test_only_owners_ask_and_only_staff_answer_once_and_with_words(market: Cast) -> None:
    with market.as_pia() as work, pytest.raises(NotAllowed):
        ask_for_plan(work, body="Queremos otro.")
    asked = ask(market)
    with market.as_alicia() as work, pytest.raises(NotAllowed):
        answer_plan_request(work, asked, answer="Sí.")
    with pytest.raises(errors.PlanAnswerMissing):
        answer(asked, "")
    answer(asked)
    with pytest.raises(errors.NoSuchPlanRequest):
        answer(asked)


def test_the_neighbour_reads_nothing_of_it(market: Cast) -> None:
    ask(market)
    with market.as_bruno() as work:
        assert work.session.execute(ROWS).all() == []
        assert plan_of(work, market.abedul.id).requests == []
