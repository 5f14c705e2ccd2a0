"""What is measured of a fact, and when it is said: never of few listings, of few shops, or of what nobody saw."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.kernel import clock
from marketplace.trade.orders.models import Order
from marketplace.window.quality import rules
from marketplace.window.quality.jobs import measure_facts
from marketplace.window.quality.models import FactEffect
from marketplace.window.quality.queries import measured
from marketplace.window.quality.rules import (
    MARKET,
    ListingFact,
    MeasuredFact,
    MeasuredSide,
    by_what_they_bring,
    effects_for,
    tells,
)
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.window.quality.complete import change, complete, looked_at

ENOUGH = MeasuredSide(listings=30, shops=5, seen=1_000, opened=100, bought=10)


@pytest.mark.parametrize("few", ["listings", "shops", "seen"])
def test_one_side_with_too_little_says_nothing(few: str) -> None:
    less = replace(ENOUGH, **{few: getattr(ENOUGH, few) - 1})
    assert tells(ENOUGH, ENOUGH)
    assert not tells(less, ENOUGH)
    assert not tells(ENOUGH, less)


def test_how_many_were_bought_is_said_of_enough_that_were_opened() -> None:
    assert MeasuredFact(MARKET, ListingFact.TEXT, ENOUGH, ENOUGH).tells_bought
    assert not MeasuredFact(MARKET, ListingFact.TEXT, ENOUGH, replace(ENOUGH, opened=99)).tells_bought


def test_of_a_fact_what_was_measured_nearest_to_a_category_is_said() -> None:
    market, near, other = (
        MeasuredFact(branch, ListingFact.TEXT, ENOUGH, ENOUGH) for branch in (MARKET, "manualidades", "cocina")
    )
    assert effects_for(("manualidades", "estambres"), [near, other, market]) == {ListingFact.TEXT: near}
    assert effects_for(("hogar",), [near, other, market]) == {ListingFact.TEXT: market}
    assert effects_for((), []) == {}


def test_facts_stand_in_the_order_of_what_they_bring_and_none_brings_less_than_nothing() -> None:
    better = MeasuredFact(MARKET, ListingFact.ORIGIN, replace(ENOUGH, opened=300), ENOUGH)
    worse = MeasuredFact(MARKET, ListingFact.PICTURE, ENOUGH, replace(ENOUGH, opened=300))
    assert worse.lift == 0
    known = {ListingFact.ORIGIN: better, ListingFact.PICTURE: worse}
    assert by_what_they_bring([ListingFact.TEXT, ListingFact.ORIGIN, ListingFact.PICTURE], known) == [
        ListingFact.ORIGIN,
        ListingFact.PICTURE,
        ListingFact.TEXT,
    ]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shops with a few listings are enough to say something."""
    for name, least in {"LEAST_LISTINGS": 2, "LEAST_SHOPS": 2, "LEAST_SEEN": 100, "LEAST_OPENED": 1}.items():
        monkeypatch.setattr(rules, name, least)


def effects(market: Cast) -> list[MeasuredFact]:
    with market.above("clock") as work:
        measure_facts(work)
    with market.as_alicia() as work:
        return measured(work, ["estambres"])


def test_the_market_is_measured_by_branch_and_fact(market: Cast, worker: Worker, small: None) -> None:
    full, bare = complete(market, "Completo"), make.goods(market, title="Corto")
    full_too = complete(market, "Completo también", market.abedul)
    bare_too = make.goods(market, title="Corto también", shop=market.abedul)
    for goods, opened in ((full, 30), (full_too, 10), (bare, 8), (bare_too, 2)):
        looked_at(market, goods, seen=100, opened=opened, days_ago=3)
        looked_at(market, goods, seen=100, opened=opened, days_ago=89)
        looked_at(market, goods, seen=9_000, opened=9_000, days_ago=90)  # too long ago
    make.paid_order(market, worker, [make.line(full, 3)])
    make.place(market, [make.line(bare)])  # which nobody paid
    found = {(one.branch, one.fact): one for one in effects(market)}
    of_text = found[MARKET, ListingFact.TEXT]
    assert of_text.having == MeasuredSide(listings=2, shops=2, seen=400, opened=80, bought=1)
    assert of_text.lacking == MeasuredSide(listings=2, shops=2, seen=400, opened=20, bought=0)
    assert round(of_text.lift, 3) == 0.15
    assert found["estambres", ListingFact.TEXT].having == of_text.having
    assert (MARKET, ListingFact.BRAND) not in found  # which all of them say
    assert (MARKET, ListingFact.NOM) not in found  # which is asked of none


def test_an_order_of_long_ago_is_bought_no_more(market: Cast, worker: Worker, small: None) -> None:
    both = [complete(market, "Completo"), complete(market, "Completo también", market.abedul)]
    both += [make.goods(market, title="Corto"), make.goods(market, title="Corto también", shop=market.abedul)]
    for goods in both:
        looked_at(market, goods, seen=100, opened=10)
    make.paid_order(market, worker, [make.line(both[0])])
    with market.above() as work:
        work.session.execute(update(Order).values(placed_at=clock.now() - timedelta(days=91)))
    assert all(one.having.bought == 0 for one in effects(market))


def test_of_one_shop_alone_nothing_is_kept(market: Cast, small: None) -> None:
    for number in range(3):
        looked_at(market, complete(market, f"Completo {number}"), seen=500, opened=50)
        looked_at(market, make.goods(market, title=f"Corto {number}", shop=market.abedul), seen=500, opened=50)
    assert effects(market) == []
    with market.above() as work:
        assert work.session.scalars(select(FactEffect)).all() == []


def test_measuring_again_leaves_nothing_of_before(market: Cast, small: None) -> None:
    every = [complete(market, "Completo"), complete(market, "Completo también", market.abedul)]
    every += [make.goods(market, title="Corto"), make.goods(market, title="Corto también", shop=market.abedul)]
    for goods in every:
        looked_at(market, goods, seen=100, opened=10)
    before = effects(market)
    assert before
    assert effects(market) == before
    change(market, every[0], description="")
    assert ListingFact.TEXT not in {one.fact for one in effects(market)}
