"""How often listings are seen and opened is counted beside the pages, whoever looks, and written down for many at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.test import Client

from marketplace.app import site_of
from marketplace.kernel import clock
from marketplace.web.kept_pages import KeptPages
from marketplace.web.shown import CountShown, PageShown
from marketplace.window.quality import Traffic, traffic, write_traffic_down
from marketplace.window.quality.models import ListingTraffic
from tenants.db import count_statements
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of
from tests.window.quality.complete import day, looked_at

SOMEBODY = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def somebody_else(who: int) -> dict[str, str]:
    """Another browser."""
    return {"User-Agent": f"{SOMEBODY['User-Agent']} {who}"}


@pytest.fixture
def counted(app: Flask, market: Cast) -> Any:
    """What this process counted, none of it from before."""
    found = site_of(app).part(Traffic)
    found.take()
    found._lately.clear()
    return found


def counts(counted: Traffic) -> dict[int, list[int]]:
    taken = counted.take()
    assert {when for when, _number in taken} <= {day()}
    return {number: both for (_when, number), both in taken.items()}


def written(market: Cast) -> list[tuple[Any, int, int]]:
    with market.above() as work:
        return [(row.day, row.seen, row.opened) for row in work.session.scalars(select(ListingTraffic))]


def test_a_card_is_seen_and_a_page_is_opened(app: Flask, market: Cast, counted: Traffic) -> None:
    one, two = make.goods(market, title="Uno"), make.goods(market, title="Dos")
    visitor = app.test_client()
    visitor.get("/tienda/hilos-alpaca", headers=SOMEBODY)
    visitor.get(f"/comparar?n={one.number}", headers=SOMEBODY)
    visitor.get(f"/p/dos-{two.number}", headers=SOMEBODY)
    assert counts(counted) == {one.number: [1, 0], two.number: [1, 1]}
    visitor.get("/", headers=somebody_else(1))  # where both stand twice
    assert counts(counted) == {one.number: [1, 0], two.number: [1, 0]}


def test_whoever_looks_again_is_counted_again_only_an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, page = Traffic(), PageShown(seen={1, 2}, opened={3})
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 5, 18, 59, tzinfo=UTC))
    for who in (7, 7, 8, 7):
        counted.add(page, who)
    assert {number: both for (_day, number), both in counted.take().items()} == {1: [2, 0], 2: [2, 0], 3: [0, 2]}
    counted.add(page, 7)
    assert counted.take() == {}
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 5, 19, 0, tzinfo=UTC))
    counted.add(page, 7)
    assert {number: both for (_day, number), both in counted.take().items()} == {1: [1, 0], 2: [1, 0], 3: [0, 1]}


def test_what_is_remembered_of_an_hour_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic, "MOST_LATELY", 2)
    counted = Traffic()
    for who in range(9):
        counted.add(PageShown(opened={1}), who)
    assert len(counted._lately) <= 3
    assert list(counted.take().values()) == [[0, 9]]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": ""},
        {**SOMEBODY, "Sec-Purpose": "prefetch;prerender"},
        {**SOMEBODY, "X-Moz": "prefetch"},
    ],
    ids=["crawler", "program", "nobody", "ahead", "ahead of before"],
)
def test_what_no_person_asks_for_is_not_counted(
    app: Flask, market: Cast, counted: Traffic, headers: dict[str, str]
) -> None:
    goods = make.goods(market, title="Uno")
    app.test_client().get(f"/p/uno-{goods.number}", headers=headers)
    app.test_client().head(f"/p/uno-{goods.number}", headers=SOMEBODY)
    assert counts(counted) == {}


def test_members_looking_at_their_own_are_not_counted(app: Flask, market: Cast, counted: Traffic) -> None:
    own, other = make.goods(market, title="Uno"), make.goods(market, title="Dos", shop=market.abedul)
    alicia = client_of(app, market.alicia)
    alicia.get("/vender/hilos-alpaca/productos")  # from here on it is known where she works
    alicia.get(f"/p/uno-{own.number}", headers=SOMEBODY)
    alicia.get(f"/p/dos-{other.number}", headers=SOMEBODY)
    assert counts(counted) == {other.number: [0, 1]}


def test_what_strangers_get_from_a_copy_is_counted_each_time(app: Flask, market: Cast, counted: Traffic) -> None:
    goods = make.goods(market, title="Uno")
    pages = KeptPages(app, lambda: 1, in_production=False)
    visitor = Client(CountShown(pages, counted.add))
    etag = ""
    for who in range(3):
        etag = visitor.get(f"/p/uno-{goods.number}", headers=somebody_else(who)).headers["ETag"]
    again = visitor.get(f"/p/uno-{goods.number}", headers={**SOMEBODY, "If-None-Match": etag})
    assert again.status_code == 304  # shown from the browser's own copy
    visitor.get(f"/p/uno-{goods.number}", headers={"User-Agent": "bingbot/2.0"})
    assert len(pages._pages) == 1
    assert counts(counted) == {goods.number: [0, 4]}


def test_counts_of_all_processes_are_added_up_in_one_statement(app: Flask, market: Cast, counted: Traffic) -> None:
    goods = make.goods(market, title="Uno")
    looked_at(market, goods, seen=10, opened=3, days_ago=0)  # another process, today
    app.test_client().get("/tienda/hilos-alpaca", headers=SOMEBODY)
    app.test_client().get(f"/p/uno-{goods.number}", headers=SOMEBODY)
    statements = count_statements()
    write_traffic_down()
    assert len(statements) == 1
    assert written(market) == [(day(), 11, 4)]
    statements.clear()
    write_traffic_down()  # nothing new
    assert statements == []
    assert written(market) == [(day(), 11, 4)]


def test_of_what_is_off_the_shelf_meanwhile_nothing_is_written(market: Cast, counted: Traffic) -> None:
    goods = make.goods(market, title="Uno")
    with market.above() as work:
        traffic.add_traffic(work, {(day(), goods.number + 1): [5, 5]})
    assert written(market) == []


def test_while_the_database_is_away_counts_wait(
    app: Flask, market: Cast, counted: Traffic, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = make.goods(market, title="Uno")
    app.test_client().get(f"/p/uno-{goods.number}", headers=SOMEBODY)

    def away(*_asked: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(traffic, "add_traffic", away)
        write_traffic_down()
    assert written(market) == []
    write_traffic_down()
    assert written(market) == [(day(), 0, 1)]


def test_a_process_counts_no_more_than_it_has_room_for(
    app: Flask, market: Cast, counted: Traffic, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = make.goods(market, title="Uno"), make.goods(market, title="Dos")
    monkeypatch.setattr(traffic, "MOST_COUNTED", 1)
    for who, goods in enumerate((one, two, one)):
        app.test_client().get(f"/p/x-{goods.number}", headers=somebody_else(who), follow_redirects=True)
    assert counts(counted) == {one.number: [0, 2]}


def test_the_neighbour_reads_none_of_it(market: Cast, counted: Traffic) -> None:
    looked_at(market, make.goods(market, title="Uno"), seen=10, opened=3)
    with market.as_bruno() as work:
        assert work.session.scalars(select(ListingTraffic)).all() == []
    with market.as_carla() as work:
        assert work.session.scalars(select(ListingTraffic)).all() == []
    with market.as_alicia() as work:
        assert len(work.session.scalars(select(ListingTraffic)).all()) == 1
