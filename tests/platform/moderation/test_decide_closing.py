"""Staff close a shop: with reasons, thirty days ahead, and an appeal that somebody else answers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.goods.catalog.models import Listing
from marketplace.kernel import clock
from marketplace.kernel.errors import OwnCase
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.people.sellers.models import Shop
from marketplace.platform.leaving import service as leaving
from marketplace.platform.leaving.errors import CannotReopen
from marketplace.platform.moderation import closings, errors
from marketplace.platform.moderation.models import ClosingAppeal, ShopClosing
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast
from tests.platform.moderation.closing import answer, appeal, decide, in_days


def status(market: Cast) -> str:
    with market.above() as work:
        return work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id)).status


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    moment = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)


def tick(market: Cast) -> None:
    with market.above("clock") as work:
        closings.carry_out_closings(work)


def as_pia_of_staff(market: Cast) -> AbstractContextManager[Work]:
    return unit_of_work(PlatformScope("staff"), Actor("Pía", market.pia.id, "moderator", STAFF_GRANTED["moderator"]))


def test_nobody_closes_or_spares_a_shop_they_work_in(market: Cast) -> None:
    with pytest.raises(OwnCase), as_pia_of_staff(market) as work:
        closings.decide_closing(work, "hilos-alpaca", ground="fraud", facts="x", effective_on=None)
    closing_id = decide(market, effective_on=in_days(40))
    appeal(market, closing_id)
    with pytest.raises(OwnCase), as_pia_of_staff(market) as work:
        closings.answer_appeal(work, closing_id, upheld=True, answer="x")
    assert status(market) == "open"


def test_the_shop_is_told_and_sells_until_the_day(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.goods(market)
    decide(market, effective_on=in_days(31), facts="Tres pedidos sin entregar.")
    worker.drain()
    with market.above() as work:
        letter = work.session.scalars(
            select(Mail.text).where(Mail.to == "hilos-alpaca@example.mx", Mail.subject.like("%cierra%"))
        ).one()
    assert "Tres pedidos sin entregar." in letter
    assert "Sergio Núñez" in letter
    later(monkeypatch, 29)
    tick(market)
    assert status(market) == "open"
    later(monkeypatch, 3)
    tick(market)
    tick(market)
    assert status(market) == "closed"
    with market.above() as work:
        assert work.session.scalars(select(Listing)).all() == []


@pytest.mark.parametrize("days", [-1, 0, 29, 400])
def test_thirty_days_pass_between(market: Cast, days: int) -> None:
    with pytest.raises(errors.BadDay):
        decide(market, effective_on=in_days(days))
    with pytest.raises(errors.BadDay):
        decide(market, ground="false_data", effective_on=None)
    with market.above() as work:
        assert work.session.scalars(select(ShopClosing)).all() == []


def test_at_once_on_the_grounds_that_allow_it(market: Cast) -> None:
    decide(market, ground="fraud", effective_on=None)
    assert status(market) == "closed"


@pytest.mark.parametrize(
    ("ground", "facts", "refusal"),
    [
        ("because", "x", errors.GroundNotInForce),
        ("misleading", "x", errors.GroundNotInForce),  # a rule, and no ground
        ("fraud", "", errors.FactsNeeded),
    ],
)
def test_ground_and_facts_are_needed(market: Cast, ground: str, facts: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        decide(market, ground=ground, facts=facts)


def test_one_decision_at_a_time(market: Cast) -> None:
    decide(market, effective_on=in_days(40))
    with pytest.raises(errors.ClosingStands):
        decide(market, effective_on=in_days(50))


def test_the_shop_reads_it_and_the_neighbour_does_not(market: Cast) -> None:
    closing_id = decide(market, effective_on=in_days(40))
    with market.as_alicia() as work:
        assert [one.id for one in closings.closings(work)] == [closing_id]
    with pytest.raises(errors.NoSuchClosing), market.as_bruno() as work:
        closings.appeal_closing(work, closing_id, body="x")


def test_who_decided_does_not_answer_the_appeal(market: Cast) -> None:
    closing_id = decide(market, effective_on=in_days(40))
    appeal(market, closing_id)
    with pytest.raises(errors.AnotherMustAnswer), market.as_sergio() as work:
        closings.answer_appeal(work, closing_id, upheld=False, answer="No.")


def test_an_appeal_that_is_right_takes_the_closing_back(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    goods = make.goods(market)
    closing_id = decide(market, ground="fraud", effective_on=None)
    with pytest.raises(CannotReopen), market.as_alicia() as work:
        leaving.reopen_shop(work)
    appeal(market, closing_id)
    answer(market, closing_id, upheld=True)
    assert status(market) == "open"
    with market.above() as work:
        assert work.session.scalars(select(Listing)).one().number == goods.number
    later(monkeypatch, 40)
    tick(market)
    assert status(market) == "open"


def test_an_appeal_that_is_not_leaves_it(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    closing_id = decide(market, effective_on=in_days(31))
    appeal(market, closing_id)
    answer(market, closing_id, upheld=False)
    later(monkeypatch, 32)
    tick(market)
    assert status(market) == "closed"


def test_it_is_appealed_and_answered_once(market: Cast) -> None:
    closing_id = decide(market, effective_on=in_days(40))
    with pytest.raises(errors.NothingToAppeal):
        answer(market, closing_id, upheld=True)
    appeal(market, closing_id)
    with pytest.raises(errors.AppealedAlready):
        appeal(market, closing_id)
    answer(market, closing_id, upheld=False)
    with pytest.raises(errors.NothingToAppeal):
        answer(market, closing_id, upheld=True)
    with market.above() as work:
        assert work.session.scalars(select(ClosingAppeal)).one().answered_by == "Diego Uc"


def test_closing_oneself_does_not_escape_a_decision(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(market, effective_on=in_days(31))
    later(monkeypatch, 20)
    with market.as_alicia() as work:
        leaving.close_shop(work)
    later(monkeypatch, 12)
    tick(market)
    with pytest.raises(CannotReopen), market.as_alicia() as work:
        leaving.reopen_shop(work)
