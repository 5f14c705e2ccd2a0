"""What staff do about something live is told with its reasons, begins and ends, is appealed to somebody else and undone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing
from marketplace.kernel import clock
from marketplace.kernel.calendar import MEXICO, mexican_day
from marketplace.kernel.errors import NotAllowed, OwnCase
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.people.sellers.models import Shop
from marketplace.platform.leaving import errors as leaving_errors
from marketplace.platform.leaving import service as leaving
from marketplace.platform.moderation import appeals, errors, measures, rules, things
from marketplace.platform.moderation import service as moderation
from marketplace.platform.moderation.figures import figures
from marketplace.platform.moderation.models import DecisionAppeal, LiveMeasure, ModerationCase
from marketplace.platform.moderation.rules import Appealed, MeasureKind
from marketplace.platform.notifications.models import Mail
from marketplace.window.search.fallback import search
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.rules import SearchQuery
from marketplace.window.storefront import queries as storefront
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast
from tests.platform.moderation.reporting import (
    DANGEROUS,
    WHY,
    as_nora,
    cases,
    days_from_now,
    limit,
    pause,
    report,
    tick,
)
from tests.web.asking import client_of


def found(market: Cast) -> tuple[list[int], list[int], list[int]]:
    """What a search finds, what stands on the first page, and what on the shop's."""
    with market.above() as work:
        searched = search(work, SearchQuery(text="", facets=()), RankingFacts(None)).numbers
        shown = [one.number for one in storefront.newest(work, 9)]
        assert shown == [one.number for one in storefront.best_sold(work, 9)]
        return (
            list(searched),
            shown,
            [one.number for one in storefront.of_shop(work, market.alpaca.id, offset=0, limit=9)[0]],
        )


def listing(market: Cast, goods: make.Goods) -> Listing:
    with market.above() as work:
        return work.session.get_one(Listing, (market.alpaca.id, goods.product_id))


def letters(market: Cast) -> list[Mail]:
    with market.above() as work:
        rows = select(Mail).where(Mail.to == "hilos-alpaca@example.mx").order_by(Mail.created_at)
        return list(work.session.scalars(rows))


def test_a_limited_listing_is_found_by_link_only_and_keeps_number_age_and_sales(
    app: Flask, market: Cast, worker: Worker
) -> None:
    goods = make.goods(market)
    make.delivered_order(market, worker, [make.line(goods, 3)])
    before = listing(market, goods)
    report(market, goods.number)
    made = limit(market, goods.number)
    worker.drain()
    assert found(market) == ([], [], [goods.number])
    assert app.test_client().get(f"/p/{before.slug}-{goods.number}").status_code == 200
    told = next(mail.text for mail in letters(market) if "Fuera de búsquedas" in mail.subject)
    until = rules.appeal_until(clock.now())
    for part in (
        DANGEROUS.facts,
        DANGEROUS.how_to_fix,
        "LFPPI art. 386",
        "Ninguna revisión automática",
        str(until.year),
    ):
        assert part in told, part
    assert (cases(market)[0].state, cases(market)[0].done) == ("acted", "limit")
    with market.as_alicia() as work:  # taking it off and on again does not bring it back to searches
        products.pause_product(work, goods.product_id)
        products.resume_product(work, goods.product_id)
    assert found(market)[0] == []
    with pytest.raises(errors.MeasureStands):
        limit(market, goods.number)
    with pytest.raises(errors.ReasonForPersonNeeded), market.as_sergio() as work:
        measures.lift_measure(work, made, why="")
    with market.as_sergio() as work:
        measures.lift_measure(work, made, why="Ya lo corrigió.")
    worker.drain()
    after = listing(market, goods)
    assert found(market) == ([goods.number], [goods.number], [goods.number])
    assert (after.number, after.popularity, after.published_at) == (before.number, 3, before.published_at)
    assert "Ya lo corrigió." in letters(market)[-1].text
    with pytest.raises(errors.MeasureNotStanding), market.as_sergio() as work:
        measures.lift_measure(work, made, why="Otra vez.")


def test_it_is_told_before_it_begins_and_ends_by_itself(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = make.goods(market)
    today = mexican_day(clock.now())
    with market.as_sergio() as work:
        thing = things.find_listing(work, goods.number)
    for begins, ends, refusal in (
        (today, None, errors.BadBeginning),  # by a rule that is about nothing dangerous
        (None, None, errors.BadBeginning),
        (today + timedelta(days=2), today + timedelta(days=1), errors.BadEnd),
    ):
        with pytest.raises(refusal), market.as_sergio() as work:
            measures.decide_measure(work, thing, MeasureKind.LIMIT, WHY, begins_on=begins, ends_on=ends)
    with pytest.raises(errors.CannotDoThat), market.as_sergio() as work:
        measures.decide_measure(work, thing, MeasureKind.PAUSE, WHY, begins_on=today, ends_on=today)
    worker.drain()
    before = len(letters(market))
    begins, ends = today + timedelta(days=1), today + timedelta(days=3)
    with market.as_sergio() as work:
        measures.decide_measure(work, thing, MeasureKind.LIMIT, WHY, begins_on=begins, ends_on=ends)
    worker.drain()
    assert len(letters(market)) == before + 1
    tick(market)
    assert found(market)[0] == [goods.number]
    monkeypatch.setattr(clock, "now", days_from_now(1))
    tick(market)
    assert found(market)[0] == []
    monkeypatch.setattr(clock, "now", days_from_now(3))
    tick(market)
    tick(market)
    assert found(market)[0] == [goods.number]


def test_a_paused_shop_sells_nothing_until_its_day_and_cannot_end_it(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    made = pause(market)
    worker.drain()
    assert listing(market, goods).available == 0
    for act in (
        leaving.end_rest,
        lambda work: leaving.rest_shop(work, first=mexican_day(work.now), last=mexican_day(work.now)),
    ):
        with pytest.raises(leaving_errors.PausedByMarket), market.as_alicia() as work:
            act(work)
    with market.as_alicia() as work:  # nor by closing and opening again
        leaving.close_shop(work)
    with pytest.raises(leaving_errors.PausedByMarket), market.as_alicia() as work:
        leaving.reopen_shop(work)
    assert "Tienda en pausa" in client_of(app, market.alicia).get("/vender/hilos-alpaca/decisiones").text
    bruno = client_of(app, market.bruno)
    assert bruno.get(f"/vender/ferreteria-abedul/decisiones/medida/{made}/apelar").status_code == 404
    assert "Tienda en pausa" not in bruno.get("/vender/ferreteria-abedul/decisiones").text


def test_a_pause_that_is_lifted_or_over_leaves_the_shop_as_it_was(
    market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = make.goods(market)
    first = pause(market)
    with market.as_sergio() as work:
        measures.lift_measure(work, first, why="Fue un error.")
    assert listing(market, goods).available > 0
    pause(market)
    monkeypatch.setattr(clock, "now", days_from_now(6))
    tick(market)
    assert listing(market, goods).available > 0
    with market.above() as work:
        shop = work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id))
        assert (shop.status, shop.rest_until, shop.paused_until) == ("open", None, None)


def test_an_appeal_that_is_right_brings_a_taken_down_listing_back(app: Flask, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    make.delivered_order(market, worker, [make.line(goods, 2)])
    before = listing(market, goods)
    with market.as_sergio() as work:
        case = moderation.take_down_listing(
            work, goods.number, rule=WHY.rule, facts=WHY.facts, how_to_fix=WHY.how_to_fix
        )
    worker.drain()
    assert found(market)[2] == []
    alicia = client_of(app, market.alicia)
    path = f"/vender/hilos-alpaca/decisiones/caso/{case}/apelar"
    assert path in alicia.get("/vender/hilos-alpaca/decisiones").text
    assert alicia.post(path, data={"body": ""}).status_code == 422
    assert client_of(app, market.pia).post(path, data={"body": "Sí pesa."}).status_code == 403
    assert alicia.post(path, data={"body": "La báscula dice 100 g."}).status_code == 302
    assert alicia.post(path, data={"body": "Otra vez."}).status_code == 422
    sergio = client_of(app, market.sergio)
    with market.above() as work:
        (appeal,) = work.session.scalars(select(DecisionAppeal)).all()
    assert "Tú interviniste en esta decisión" in sergio.get(f"/operacion/apelaciones/{appeal.id}").text
    with pytest.raises(errors.AnotherMustAnswer), market.as_sergio() as work:
        appeals.answer_decision_appeal(work, appeal.id, upheld=False, answer="No.")
    pia = Actor("Pía", market.pia.id, "moderator", STAFF_GRANTED["moderator"])
    with pytest.raises(OwnCase), unit_of_work(PlatformScope("staff"), pia) as work:
        appeals.answer_decision_appeal(work, appeal.id, upheld=True, answer="Sí.")
    with as_nora() as work:
        appeals.answer_decision_appeal(work, appeal.id, upheld=True, answer="Pesa lo que dice.")
    with pytest.raises(errors.NothingToAppeal), as_nora() as work:
        appeals.answer_decision_appeal(work, appeal.id, upheld=False, answer="O no.")
    worker.drain()
    after = listing(market, goods)
    assert (after.number, after.popularity, after.published_at) == (before.number, 2, before.published_at)
    assert found(market)[0] == [goods.number]
    assert "Pesa lo que dice." in letters(market)[-1].text
    page = alicia.get("/vender/hilos-alpaca/decisiones").text
    assert "Retirada tras apelar" in page
    with market.above() as work:
        counted = figures(work)
    assert counted.by_kind == [("take_down", 1, 1)]
    assert (counted.months[0].appeals, counted.months[0].reversed) == (1, 1)
    public = app.test_client().get("/decisiones")
    assert "Quitada de la venta" in public.text
    assert "Hilos Alpaca" not in public.text
    assert "Set-Cookie" not in public.headers


def test_what_its_shop_changed_meanwhile_is_not_put_back_unseen(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_sergio() as work:
        case = moderation.take_down_listing(
            work, goods.number, rule=WHY.rule, facts=WHY.facts, how_to_fix=WHY.how_to_fix
        )
    with market.as_alicia() as work:
        products.edit_product(work, goods.product_id, make.YARN.__class__(**{**vars(make.YARN), "title": "Otra cosa"}))
        appeals.appeal_decision(work, Appealed.CASE, case, body="Sí pesa.")
    with market.above() as work:
        appeal = work.session.scalars(select(DecisionAppeal)).one()
    with as_nora() as work:
        appeals.answer_decision_appeal(work, appeal.id, upheld=True, answer="Pesa lo que dice.")
    assert found(market)[2] == []
    with market.above() as work:
        assert work.session.get_one(ModerationCase, case).reversed_at is not None


def test_appeals_end_after_six_calendar_months(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 8, 31, 23, 30, tzinfo=MEXICO)
    assert rules.appeal_until(at) == date(2027, 2, 28)
    assert rules.in_time_to_appeal(at, datetime(2027, 2, 28, 23, 59, tzinfo=MEXICO))
    assert not rules.in_time_to_appeal(at, datetime(2027, 3, 1, 0, 0, tzinfo=MEXICO))
    made = limit(market, make.goods(market).number)
    monkeypatch.setattr(clock, "now", days_from_now(190))
    with pytest.raises(errors.TooLateToAppeal), market.as_alicia() as work:
        appeals.appeal_decision(work, Appealed.MEASURE, made, body="Tarde.")
    with market.above() as work:
        assert work.session.scalars(select(DecisionAppeal)).all() == []


def test_nobody_does_anything_about_their_own_shop(market: Cast) -> None:
    goods = make.goods(market)
    pia = Actor("Pía", market.pia.id, "moderator", STAFF_GRANTED["moderator"])
    today = mexican_day(clock.now())
    with pytest.raises(OwnCase), unit_of_work(PlatformScope("staff"), pia) as work:
        measures.decide_measure(
            work, things.find_listing(work, goods.number), MeasureKind.LIMIT, DANGEROUS, begins_on=today, ends_on=None
        )
    made = limit(market, goods.number)
    with pytest.raises(OwnCase), unit_of_work(PlatformScope("staff"), pia) as work:
        measures.lift_measure(work, made, why="Es mía.")
    with pytest.raises(NotAllowed), market.as_alicia() as work:
        measures.lift_measure(work, made, why="Es mía.")
    with market.above() as work:
        assert work.session.get_one(LiveMeasure, made).state == "in_effect"
