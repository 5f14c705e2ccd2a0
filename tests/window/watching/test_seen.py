"""What was seen a short while ago: in this browser, with the account where there is one, or not at all."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.window.watching.models import Viewed
from marketplace.window.watching.rules import MOST_VIEWED
from marketplace.window.watching.service import keep_viewed, note_viewed
from tests import make
from tests.cast import Cast
from tests.web.asking import enter


def look(client: FlaskClient, goods: make.Goods) -> None:
    assert client.get(f"/p/x-{goods.number}", follow_redirects=True).status_code == 200


def begin(client: FlaskClient, goods: make.Goods) -> None:
    """Do what begins a session: a page that is read does not."""
    client.post("/comparar/agregar", data={"number": goods.number})


def test_a_visitor_sees_what_this_browser_saw_the_latest_first(app: Flask, market: Cast) -> None:
    one, two = make.goods(market, title="Uno"), make.goods(market, title="Dos")
    client = app.test_client()
    assert "Vistos hace poco" not in client.get("/").text
    begin(client, one)
    for goods in (one, two, one):
        look(client, goods)
    page = client.get("/vistos").text
    assert 0 < page.index("Uno</a>") < page.index("Dos</a>")
    assert "Vistos hace poco" in client.get("/").text
    assert "Uno</a>" not in app.test_client().get("/vistos").text
    with market.above() as work:
        assert work.session.scalars(select(Viewed)).all() == []  # looking writes nothing


def test_what_a_stranger_reads_leaves_nothing_in_the_browser(app: Flask, market: Cast) -> None:
    goods, client = make.goods(market, title="Uno"), app.test_client()
    look(client, goods)
    assert client.get_cookie("tianguis") is None
    assert "Lo guardamos desde que agregas algo al carrito" in client.get("/vistos").text


def test_a_visitor_can_switch_it_off(app: Flask, market: Cast) -> None:
    goods = make.goods(market, title="Uno")
    client = app.test_client()
    look(client, goods)
    client.post("/vistos/guardar", data={"on": "0"})
    look(client, goods)
    page = client.get("/vistos").text
    assert "No guardamos lo que ves" in page
    assert "Uno</a>" not in page
    client.post("/vistos/guardar", data={"on": "1"})
    look(client, goods)
    assert "Uno</a>" in client.get("/vistos").text


def test_it_follows_a_person_to_another_browser(app: Flask, market: Cast) -> None:
    one, two = make.goods(market, title="Uno"), make.goods(market, title="Dos")
    before, after = app.test_client(), app.test_client()
    begin(before, two)
    look(before, one)
    enter(before, market.carla)  # what the browser saw joins the account
    assert before.post("/vistos/anotar", data={"number": two.number}).status_code == 204
    enter(after, market.carla)
    page = after.get("/vistos").text
    assert "Uno</a>" in page
    assert "Dos</a>" in page
    with market.as_diego() as work:
        assert work.session.scalars(select(Viewed)).all() == []
    after.post("/salir")
    assert "Uno</a>" not in after.get("/vistos").text


def test_switching_off_forgets_everything_and_keeps_nothing(app: Flask, market: Cast) -> None:
    goods = make.goods(market, title="Uno")
    with market.as_carla() as work:
        note_viewed(work, market.carla.id, [goods.number])
        keep_viewed(work, market.carla.id, kept=False)
        note_viewed(work, market.carla.id, [goods.number])
    client = app.test_client()
    look(client, goods)
    enter(client, market.carla)
    look(client, goods)
    with market.above() as work:
        assert work.session.scalars(select(Viewed)).all() == []
    assert "No guardamos lo que ves" in client.get("/vistos").text


def test_only_so_much_is_kept_and_only_of_what_is_there(market: Cast) -> None:
    numbers = [make.goods(market, title=f"Estambre {n}").number for n in range(MOST_VIEWED + 2)]
    with market.as_carla() as work:
        note_viewed(work, market.carla.id, [999_999])
        for number in numbers:
            note_viewed(work, market.carla.id, [number])
        kept = set(work.session.scalars(select(Viewed.number)))
    assert len(kept) == MOST_VIEWED
    assert 999_999 not in kept
