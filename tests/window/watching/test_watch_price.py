"""A price is followed: one letter when it falls below what was asked, and no more than one a day."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.demo.story import at
from marketplace.kernel import clock
from marketplace.platform.notifications.gateways import postman
from marketplace.window.watching.errors import NoSuchWatch, NotBelowPrice, TooManyWatched
from marketplace.window.watching.jobs import forget_removed
from marketplace.window.watching.links import stop_path
from marketplace.window.watching.models import PriceWatch
from marketplace.window.watching.rules import MOST_WATCHED, told_from_here, worth_telling
from marketplace.window.watching.service import WatchKind, allow_letters, pause, remove, undo_remove, watch_price
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import enter
from tests.window.looking import digest, letters, price, the_next_day


def watch(market: Cast, goods: make.Goods, below: int) -> None:
    with market.as_carla() as work:
        watch_price(work, market.carla.id, goods.number, below)


def test_a_letter_tells_of_a_fallen_price_once(market: Cast, worker: Worker) -> None:
    goods = make.goods(market, price_minor=20_000)
    watch(market, goods, 15_000)
    digest(market, worker)
    assert letters(market) == []
    price(market, goods, 14_900)
    digest(market, worker)
    (letter,) = letters(market)
    assert letter.to == market.carla.email
    assert letter.subject == "Bajó de precio: Estambre de alpaca Nube"
    assert "bajó a $149; pediste saberlo si bajaba de $150" in letter.text
    the_next_day(market)
    digest(market, worker)
    assert len(letters(market)) == 1  # the same price is no news


def test_one_letter_a_day_tells_of_everything(market: Cast, worker: Worker) -> None:
    two = [make.goods(market, title=f"Estambre {n}") for n in range(2)]
    for goods in two:
        watch(market, goods, 15_000)
        price(market, goods, 14_000)
    digest(market, worker)
    (letter,) = letters(market)
    assert letter.subject == "2 novedades de lo que sigues"
    price(market, two[0], 13_000)
    digest(market, worker)
    assert len(letters(market)) == 1
    the_next_day(market)
    digest(market, worker)
    assert [one.subject for one in letters(market)][1:] == ["Bajó de precio: Estambre 0"]


@pytest.mark.parametrize(
    ("now", "told", "news", "after"),
    [
        (9_900, None, True, 9_900),
        (10_000, None, False, None),
        (9_900, 9_900, False, 9_900),
        (9_000, 9_900, True, 9_000),
        (9_950, 9_900, False, 9_900),
        (12_000, 9_900, False, None),
        (None, 9_900, False, 9_900),
    ],
)
def test_what_is_news(now: int | None, told: int | None, news: bool, after: int | None) -> None:
    assert worth_telling(now, below_minor=10_000, told_minor=told) is news
    assert told_from_here(now, below_minor=10_000, told_minor=told) == after


def test_what_cannot_be_bought_is_no_news(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    watch(market, goods, 15_000)
    price(market, goods, 1_000, available=0)
    digest(market, worker)
    assert letters(market) == []


def test_nobody_else_sees_or_changes_it(market: Cast) -> None:
    watch(market, make.goods(market), 15_000)
    with market.above() as work:
        watch_id = work.session.scalars(select(PriceWatch.id)).one()
    for stranger in (market.as_diego, market.as_alicia):
        with pytest.raises(NoSuchWatch), stranger() as work:
            assert work.session.scalars(select(PriceWatch)).all() == []
            remove(work, WatchKind.PRICE, watch_id)
    with market.above() as work:
        assert work.session.scalars(select(PriceWatch.removed_at)).one() is None


def test_what_costs_less_already_and_too_many_are_refused(market: Cast) -> None:
    goods = make.goods(market, price_minor=20_000)
    with pytest.raises(NotBelowPrice):
        watch(market, goods, 20_001)
    with market.above() as work:
        work.session.add_all(
            PriceWatch(account_id=market.carla.id, number=n, title="x", below_minor=1, made_at=work.now)
            for n in range(MOST_WATCHED)
        )
    with pytest.raises(TooManyWatched):
        watch(market, goods, 15_000)


def test_paused_removed_and_unwanted_send_nothing_and_can_be_had_back(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    watch(market, goods, 15_000)
    price(market, goods, 14_000)
    with market.as_carla() as work:
        watch_id = work.session.scalars(select(PriceWatch.id)).one()
        pause(work, WatchKind.PRICE, watch_id, paused=True)
        remove(work, WatchKind.PRICE, watch_id)
    digest(market, worker)
    with market.as_carla() as work:
        undo_remove(work, WatchKind.PRICE, watch_id)
        assert work.session.get_one(PriceWatch, watch_id).paused  # as it was
    digest(market, worker)
    with market.as_carla() as work:
        pause(work, WatchKind.PRICE, watch_id, paused=False)
        allow_letters(work, market.carla.id, allowed=False)
    digest(market, worker)
    assert letters(market) == []
    with market.as_carla() as work:
        allow_letters(work, market.carla.id, allowed=True)
    digest(market, worker)
    assert len(letters(market)) == 1


def test_what_was_removed_an_hour_ago_is_gone(market: Cast) -> None:
    watch(market, make.goods(market), 15_000)
    with market.as_carla() as work:
        watch_id = work.session.scalars(select(PriceWatch.id)).one()
        remove(work, WatchKind.PRICE, watch_id)
    with at(clock.now() + timedelta(minutes=61)):
        with pytest.raises(NoSuchWatch), market.as_carla() as work:
            undo_remove(work, WatchKind.PRICE, watch_id)
        with market.above() as work:
            forget_removed(work)
            assert work.session.scalars(select(PriceWatch)).all() == []


def test_the_letter_carries_a_link_that_ends_them_without_signing_in(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = make.goods(market)
    watch(market, goods, 15_000)
    price(market, goods, 14_000)
    digest(market, worker)
    (letter,) = letters(market)
    assert letter.stop_url
    assert letter.stop_url in letter.text
    path = letter.stop_url.removeprefix("http://127.0.0.1:8000")
    app.config["WTF_CSRF_ENABLED"] = True  # mail programs have no token
    try:
        stranger = app.test_client()
        assert "Dejar de recibirlas" in stranger.get(path).text
        assert stranger.get(path[:-1]).status_code == 404
        assert stranger.post(path[:-1]).status_code == 404
        answer = stranger.post(path, data={"List-Unsubscribe": "One-Click"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert "Ya no recibirás estos correos" in answer.text
    price(market, goods, 13_000)
    the_next_day(market)
    digest(market, worker)
    assert len(letters(market)) == 1


def test_mail_programs_are_told_of_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []

    class Server:
        def __init__(self, *_: object, **__: object) -> None: ...
        def quit(self) -> None: ...
        def close(self) -> None: ...
        def send_message(self, message: object, to_addrs: list[str]) -> None:
            sent.append(message)

    monkeypatch.setattr(postman.smtplib, "SMTP", Server)
    carry = postman.Smtp("h", 25, "a@b.mx", patience=1).carry
    carry(to="c@d.mx", subject="x", text="x", html="x", message_id="1", stop_url="https://t.mx/stop")
    carry(to="c@d.mx", subject="x", text="x", html="x", message_id="2")
    assert sent[0]["List-Unsubscribe"] == "<https://t.mx/stop>"
    assert sent[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in sent[1]


def test_a_link_made_with_another_key_ends_nothing(app: Flask, market: Cast) -> None:
    path = stop_path(market.carla.id)
    head, _, mark = path.rpartition(".")
    assert app.test_client().post(f"{head}.{mark[::-1]}").status_code == 404


def test_the_page_shows_what_is_followed_and_how_it_stands(app: Flask, market: Cast) -> None:
    goods = make.goods(market, price_minor=20_000)
    client = app.test_client()
    assert client.get(f"/avisame/{goods.number}").location.startswith("/entrar")
    enter(client, market.carla)
    assert 'value="180.00"' in client.get(f"/avisame/{goods.number}").text
    for typed, said in (("", "Falta este dato"), ("barato", "cantidad en pesos"), ("300", "Ya cuesta $200.00")):
        answer = client.post(f"/avisame/{goods.number}", data={"price": typed})
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{typed}"' in answer.text
    assert client.get("/avisame/999999").status_code == 404
    page = client.post(f"/avisame/{goods.number}", data={"price": "150"}, follow_redirects=True).text
    assert "Te avisamos si baja de $150" in page
    assert "ahora cuesta $200" in page
    (action,) = set(re.findall(r'action="(/lo-que-sigo/precio/[^"]*)"', page))
    page = client.post(action, data={"what": "quitar"}, follow_redirects=True).text
    assert "Deshacer" in page
    page = client.post(action, data={"what": "deshacer"}, follow_redirects=True).text
    assert "Te avisamos si baja de $150" in page
    price(market, goods, 14_000)
    assert "ya bajó: cuesta $140" in client.get("/lo-que-sigo").text
    for what in ("", "borrar-todo"):
        assert client.post(action, data={"what": what}).status_code == 404
