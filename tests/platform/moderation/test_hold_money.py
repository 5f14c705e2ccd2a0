"""What a shop is due is held by two people, with reasons that it reads before; it ends by day, by decision, or by an appeal."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day, morning_of, night_of
from marketplace.kernel.errors import NotAllowed, OwnCase
from marketplace.kernel.work import AuditLine
from marketplace.money.payouts.errors import PlanHeld
from marketplace.money.payouts.rules import Every, PayDay, Plan
from marketplace.money.payouts.service import choose_plan, plan_of
from marketplace.people.sellers import NoSuchShop
from marketplace.platform.moderation import appeals, errors, holding, measures, queries, things
from marketplace.platform.moderation.figures import figures
from marketplace.platform.moderation.measures import Reasons
from marketplace.platform.moderation.models import HoldRequest, LiveMeasure
from marketplace.platform.moderation.rules import MeasureKind, appeal_until
from marketplace.worker import Worker
from tests.cast import Cast
from tests.money.payouts import paying
from tests.platform.adjustments.asking import at_the_desk
from tests.platform.moderation.holds import (
    GRAVE,
    SLOW,
    appeal,
    approve,
    ask,
    held,
    letters,
    lift,
    measure,
    request,
)
from tests.platform.moderation.reporting import DANGEROUS, as_nora, days_from_now, tick
from tests.racing import at_once, forget_to_read_again


def kept(market: Cast) -> int:
    """What the shop's page calls held by a decision, in centavos."""
    return paying.money(market).kept_minor


def test_nothing_is_held_or_told_until_somebody_else_decides_and_then_the_shop_reads_why_before_it_begins(
    market: Cast, worker: Worker
) -> None:
    paying.prove(market)
    paying.available(market, 900_00)
    asked = ask(market)
    assert (letters(market, worker), kept(market), request(market, asked).state) == ([], 0, "asked")
    with market.as_alicia() as work:
        assert queries.holds_of(work, market.alpaca.id) == []
    made = measure(market, approve(market, asked))
    first = mexican_day(clock.now()) + timedelta(days=1)
    assert (made.state, made.begins_at, made.ends_at) == (
        "announced", morning_of(first), night_of(first + timedelta(days=9))
    )  # fmt: skip
    (letter,) = letters(market, worker)
    for part in (
        "hasta $500.00", SLOW.facts, SLOW.how_to_fix, "No entrega lo que vende", "Ninguna revisión automática",
        market.sergio.name, market.diego.name, "Puedes apelar sin costo", str(appeal_until(clock.now()).year),
    ):  # fmt: skip
        assert part in letter.text, part
    assert kept(market) == 0
    payout = paying.pay(market)  # today's is not held
    assert payout is not None
    assert payout.kept_minor == 0


def test_on_the_gravest_grounds_it_begins_at_once_and_stays_within_what_is_said(market: Cast) -> None:
    paying.prove(market)
    paying.available(market, 900_00)
    made = measure(market, held(market))
    assert (made.state, made.amount_minor, made.rules_version) == ("in_effect", 500_00, 1)
    payout = paying.pay(market)
    assert payout is not None
    assert (payout.amount_minor, payout.kept_minor) == (900_00 - 116 - 500_00, 500_00)
    paying.agrees(market)


def test_it_ends_with_its_last_day_and_what_was_held_is_paid(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    paying.prove(market)
    paying.available(market, 900_00)
    made = held(market, amount_minor=None)
    assert paying.pay(market) is None
    monkeypatch.setattr(clock, "now", days_from_now(10))
    payout = paying.pay(market)  # whether or not the clock has come by
    tick(market)
    assert payout is not None
    assert (payout.amount_minor, measure(market, made).state) == (900_00 - 116, "over")
    with pytest.raises(errors.MeasureNotStanding):
        lift(market, made)


def test_it_goes_on_by_a_new_statement_behind_the_last_day_without_a_gap(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    paying.available(market, 900_00)
    first = held(market, days=5)
    more = Reasons("undelivered", "Siguen sin moverse cuatro.", "Muestra esas cuatro guías.")
    second = approve(market, ask(market, more, amount_minor=200_00, days=90))
    assert measure(market, second).begins_at == measure(market, first).ends_at
    assert len(letters(market, worker)) == 2
    assert kept(market) == 500_00
    with pytest.raises(errors.HoldStands):
        ask(market)
    monkeypatch.setattr(clock, "now", days_from_now(5))
    assert kept(market) == 200_00
    tick(market)
    assert (measure(market, first).state, measure(market, second).state) == ("over", "in_effect")
    monkeypatch.setattr(clock, "now", days_from_now(90))
    assert kept(market) == 0


def test_what_was_to_go_on_from_one_that_an_appeal_frees_is_freed_with_it(market: Cast, worker: Worker) -> None:
    paying.available(market, 900_00)
    first = held(market, days=5)
    second = approve(market, ask(market, amount_minor=200_00, days=90))
    with as_nora() as work:
        appeals.answer_decision_appeal(work, appeal(market, first), upheld=True, answer="Las guías están.")
    assert [measure(market, one).state for one in (first, second)] == ["lifted", "lifted"]
    assert kept(market) == 0


def test_who_reads_that_it_will_be_held_cannot_have_it_paid_out_before(market: Cast) -> None:
    made = held(market, SLOW)  # from tomorrow
    with pytest.raises(PlanHeld), market.as_alicia() as work:
        choose_plan(work, Plan(Every.WEEK, PayDay.TUESDAY, 0), seen_version=0)
    with market.above() as work:
        assert plan_of(work, market.alpaca.id) == (Plan(), 0)
    lift(market, made)
    with market.as_alicia() as work:
        choose_plan(work, Plan(Every.WEEK, PayDay.TUESDAY, 0), seen_version=0)


def test_what_was_to_go_on_from_one_that_was_freed_meanwhile_is_not_decided(market: Cast) -> None:
    first = held(market)
    again = ask(market)
    lift(market, first)
    with pytest.raises(errors.MeasureNotStanding):
        approve(market, again)
    assert request(market, again).state == "asked"


def test_lifted_the_money_is_free_and_the_shop_reads_why(market: Cast, worker: Worker) -> None:
    paying.prove(market)
    paying.available(market, 900_00)
    for grounds in (GRAVE, SLOW):  # one in effect, one that was only announced
        made = held(market, grounds, amount_minor=None)
        with pytest.raises(errors.ReasonForPersonNeeded):
            lift(market, made, why="")
        with pytest.raises(errors.MoneyIsFinances), market.as_sergio() as work:
            measures.lift_measure(work, made, why="Por otra puerta.")
        lift(market, made)
        with pytest.raises(errors.MeasureNotStanding):
            lift(market, made)
    assert kept(market) == 0
    letter = letters(market, worker)[-1]
    assert "Ya mostró las guías." in letter.text
    assert "Tu dinero está libre: va en tu siguiente depósito" in letter.text
    payout = paying.pay(market)
    assert payout is not None
    assert (payout.amount_minor, payout.kept_minor) == (900_00 - 116, 0)


def test_an_appeal_that_is_right_frees_the_money_and_says_so(app: Flask, market: Cast, worker: Worker) -> None:
    paying.prove(market)
    paying.available(market, 900_00)
    made = held(market)
    said = appeal(market, made)
    for involved in (market.sergio, market.diego):  # who asked, and who decided
        with pytest.raises(errors.AnotherMustAnswer), at_the_desk(involved, "administrator") as work:
            appeals.answer_decision_appeal(work, said, upheld=True, answer="Sí.")
    with pytest.raises(OwnCase), at_the_desk(market.pia, "administrator") as work:
        appeals.answer_decision_appeal(work, said, upheld=True, answer="Es mía.")
    assert kept(market) == 500_00
    with as_nora() as work:
        appeals.answer_decision_appeal(work, said, upheld=True, answer="Las guías están.")
    assert (measure(market, made).state, kept(market)) == ("lifted", 0)
    letter = letters(market, worker)[-1]
    assert "Tenías razón" in letter.subject
    assert "Tu dinero está libre" in letter.text
    with market.above() as work:
        assert figures(work).by_kind == [("hold", 1, 1)]
    public = app.test_client().get("/decisiones").text
    assert "Dinero detenido" in public
    assert "Hilos Alpaca" not in public


def test_one_that_is_not_leaves_it_held(market: Cast, worker: Worker) -> None:
    paying.available(market, 900_00)
    said = appeal(market, held(market))
    with as_nora() as work:
        appeals.answer_decision_appeal(work, said, upheld=False, answer="Faltan cuatro.")
    assert kept(market) == 500_00
    assert "libre" not in letters(market, worker)[-1].text


def test_an_appeal_that_is_right_after_the_last_day_frees_nothing_again(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = held(market)
    said = appeal(market, made)
    monkeypatch.setattr(clock, "now", days_from_now(11))
    tick(market)
    with as_nora() as work:
        appeals.answer_decision_appeal(work, said, upheld=True, answer="Las guías están.")
    assert (measure(market, made).state, measure(market, made).reversed_at is not None) == ("over", True)
    assert "libre" not in letters(market, worker)[-1].text


def test_who_may_not(market: Cast) -> None:
    asked = ask(market)
    with pytest.raises(errors.AnotherMustDecideHold):
        approve(market, asked, market.sergio)
    for by in (market.pia, market.alicia):  # who works there
        with pytest.raises(OwnCase):
            ask(market, by=by)
        with pytest.raises(OwnCase):
            approve(market, asked, by)
    for role in ("moderator", "support", "auditor"):
        with pytest.raises(NotAllowed), at_the_desk(market.diego, role) as work:
            holding.approve_hold(work, asked)
        with pytest.raises(NotAllowed), at_the_desk(market.diego, role) as work:
            holding.ask_hold(work, "ferreteria-abedul", SLOW, amount_minor=None, days=1)
    made = approve(market, asked)
    with pytest.raises(OwnCase):
        lift(market, made, market.pia)
    for act in (
        lambda work: holding.lift_hold(work, made, why="Es mío."),
        lambda work: holding.approve_hold(work, asked),
    ):
        with pytest.raises(NotAllowed), market.as_alicia() as work:
            act(work)
    assert measure(market, made).state == "announced"


def test_one_alone_holds_nothing_by_the_door_of_other_measures(market: Cast) -> None:
    with market.as_sergio() as work:
        shop = things.find_shop(work, "hilos-alpaca")
    today = mexican_day(clock.now())
    with pytest.raises(errors.CannotDoThat), market.as_sergio() as work:
        measures.decide_measure(work, shop, MeasureKind.HOLD, DANGEROUS, begins_on=today, ends_on=today)


@pytest.mark.parametrize(
    ("refusal", "more"),
    [
        (errors.RuleNotInForce, {"why": Reasons("misleading", "x", "y")}),  # how a listing is written holds no money
        (errors.RuleNotInForce, {"why": Reasons("no_such_rule", "x", "y")}),
        (errors.ReasonsNeeded, {"why": Reasons("fraud", "", "y")}),
        (errors.ReasonsNeeded, {"why": Reasons("fraud", "x", "")}),
        (errors.BadHoldAmount, {"amount_minor": 0}),
        (errors.BadHoldAmount, {"amount_minor": -1}),
        (errors.BadHoldDays, {"days": 0}),
        (errors.BadHoldDays, {"days": 91}),
        (NoSuchShop, {"slug": "no-hay"}),
    ],
)
def test_what_is_not_asked_for(market: Cast, refusal: type[Exception], more: dict[str, Any]) -> None:
    with pytest.raises(refusal):
        ask(market, **more)
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(HoldRequest)) == 0


def test_of_a_shop_one_is_asked_for_at_a_time(market: Cast) -> None:
    first = ask(market)
    with pytest.raises(errors.HoldWaits):
        ask(market, by=market.diego)
    with pytest.raises(errors.NotYourHoldRequest), at_the_desk(market.diego) as work:
        holding.withdraw_hold(work, first)
    with at_the_desk(market.sergio) as work:
        holding.withdraw_hold(work, first)
    with pytest.raises(errors.HoldDecided):
        approve(market, first)
    ask(market, slug="ferreteria-abedul")
    assert request(market, ask(market)).state == "asked"


def test_declined_it_stays_where_it_was_and_who_asked_reads_why(market: Cast, worker: Worker) -> None:
    asked = ask(market)
    with pytest.raises(errors.ReasonForPersonNeeded), at_the_desk(market.diego) as work:
        holding.decline_hold(work, asked, answer="")
    with at_the_desk(market.diego) as work:
        holding.decline_hold(work, asked, answer="Ya se entregaron.")
    assert (request(market, asked).state, request(market, asked).answer) == ("declined", "Ya se entregaron.")
    with pytest.raises(errors.HoldDecided):
        approve(market, asked)
    assert letters(market, worker) == []


def test_everything_about_it_is_written_down_and_what_was_only_asked_is_not_the_shops_to_read(market: Cast) -> None:
    lift(market, held(market))
    with market.above() as work:
        lines = work.session.execute(
            select(AuditLine.verb, AuditLine.actor, AuditLine.tenant_id)
            .where(AuditLine.verb.like("moderation.%"))
            .order_by(AuditLine.id)
        ).all()
    assert [tuple(line) for line in lines] == [
        ("moderation.ask_hold", market.sergio.name, None),
        ("moderation.measure", market.diego.name, market.alpaca.id),
        ("moderation.lift", market.sergio.name, market.alpaca.id),
    ]


def test_the_database_holds_that_they_are_two_and_that_it_ends(market: Cast) -> None:
    made = held(market)
    for values in ({"decided_by_id": market.sergio.id}, {"ends_at": None}, {"asked_by_id": None}, {"amount_minor": 0}):
        with pytest.raises(IntegrityError), market.above() as work:
            work.session.execute(update(LiveMeasure).where(LiveMeasure.id == made).values(**values))
    with pytest.raises(IntegrityError), market.above() as work:
        work.session.execute(update(HoldRequest).values(decided_by_id=market.sergio.id))


def decide_together(app: Flask, market: Cast, request_id: UUID, people: int) -> list[Any]:
    """Several decide what they all read to be waiting."""

    def decide(number: int, together: threading.Barrier) -> bool:
        with at_the_desk((market.diego, market.carla)[number % 2]) as work:
            seen = work.session.get_one(HoldRequest, request_id)
            together.wait()
            assert seen.state == "asked"
            holding.approve_hold(work, request_id)
        return True

    return at_once(app, people, decide)


def test_two_who_decide_at_once_hold_it_once(app: Flask, market: Cast) -> None:
    asked = ask(market, GRAVE)
    outcomes = decide_together(app, market, asked, 4)
    assert outcomes.count(True) == 1
    assert [type(one) for one in outcomes if one is not True] == [errors.HoldDecided] * 3
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(LiveMeasure)) == 1


def test_the_control_without_reading_again_the_second_goes_on_to_what_the_first_did(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(market, GRAVE)
    forget_to_read_again(monkeypatch)
    outcomes = decide_together(app, market, asked, 2)
    assert [type(one) for one in outcomes if one is not True] == [errors.HoldStands]


def test_the_database_holds_that_one_is_in_effect_at_a_time(market: Cast) -> None:
    held(market)
    announced = approve(market, ask(market))
    with pytest.raises(IntegrityError), market.above() as work:
        work.session.execute(update(LiveMeasure).where(LiveMeasure.id == announced).values(state="in_effect"))


def test_two_who_ask_at_once_ask_once(app: Flask, market: Cast) -> None:
    def ask_too(number: int, together: threading.Barrier) -> bool:
        together.wait()
        ask(market, by=(market.sergio, market.diego)[number])
        return True

    outcomes = at_once(app, 2, ask_too)
    assert sorted(type(one).__name__ for one in outcomes) == ["HoldWaits", "bool"]
