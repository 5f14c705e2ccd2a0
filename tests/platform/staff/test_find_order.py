"""Support finds by order, guide, e-mail, telephone, shop or name in one box; what is inside opens only with a reason."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.platform.staff import queries
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast, _person, give_factor
from tests.web.asking import client_of

NUMBER = "0123456789"


@pytest.fixture
def code(market: Cast, worker: Worker) -> str:
    found = make.shipped_order(market, worker, [make.line(make.goods(market))], tracking=NUMBER)
    with market.above() as work:
        work.session.execute(update(Order).where(Order.code == found).values(buyer_name="Íñigo Muñoz"))
    return found


def found(market: Cast, text: str) -> list[str]:
    with market.as_sergio() as work:
        return [row.code for row in queries.orders(work, text=text)]


def shops_found(market: Cast, text: str) -> list[str]:
    with market.as_sergio() as work:
        return [shop.slug for shop in queries.shops(work, text=text, offset=0, limit=10)[0]]


def test_each_way_of_saying_which_finds_it(market: Cast, code: str) -> None:
    with market.above() as work:
        purchase = work.session.scalars(select(Purchase.code)).one()
    for text in (
        code, code.lower(), code.replace("-", ""), purchase, NUMBER, "0123 4567-89", "Carla@Example.mx", "55 1234 5678",
        "+52 (55) 1234-5678", "inigo", "MUNOZ íñigo",
    ):  # fmt: skip
        assert found(market, text) == [code], text


def test_what_is_not_whole_or_says_little_finds_nobody(market: Cast, code: str) -> None:
    for text in (code[:4], NUMBER[:6], "carla@", "example.mx", "1234 5678", "mu", "%", "", "Bruno"):
        assert found(market, text) == [], text


def test_what_was_never_paid_is_no_order_yet(market: Cast) -> None:
    make.place(market, [make.line(make.goods(market))])
    assert found(market, "carla@example.mx") == []


def test_a_shop_is_found_by_its_people_and_its_contact_too(market: Cast) -> None:
    for text in ("hilos", "HILOS-ALPACA", "cuatecontzi", "Pia", "hilos-alpaca@example.mx"):
        assert shops_found(market, text) == ["hilos-alpaca"], text
    assert shops_found(market, "carla") == []


def test_the_page_tells_where_it_is_and_nothing_of_who_bought(app: Flask, market: Cast, code: str) -> None:
    page = client_of(app, market.sergio).get("/operacion/tiendas?q=carla@example.mx").text
    main = page.partition("<main")[2]
    assert code in main
    assert "Hilos Alpaca" in main
    for told in ("Íñigo", "Muñoz", "55 1234", "Orizaba", "$"):
        assert told not in main, told


def test_opening_it_asks_why_and_leads_there(app: Flask, market: Cast, code: str) -> None:
    sergio = client_of(app, market.sergio)
    asked = sergio.get(f"/operacion/tiendas/hilos-alpaca/pedidos/{code}")
    assert asked.location == f"/operacion/tiendas/hilos-alpaca/motivo?pedido={code}"
    form = sergio.get(asked.location).text
    assert re.search(rf'name="about"[^>]*value="{code}"', form)
    why = {
        "areas": ["staff.look", "staff.look_orders"],
        "reason": "help",
        "note": "Pregunta por su guía.",
        "about": code,
    }
    opened = sergio.post(asked.location, data=why)
    assert opened.location == f"/operacion/tiendas/hilos-alpaca/pedidos/{code}"
    assert sergio.get(opened.location).status_code == 200


def test_who_may_not_look_into_orders_finds_shops_only(app: Flask, market: Cast, code: str) -> None:
    with market.above() as work:
        moderator = _person(work, "nora", "Nora Vela", "moderator")
        give_factor(work, moderator)
    page = client_of(app, moderator).get(f"/operacion/tiendas?q={code}").text
    assert f"/pedidos/{code}" not in page
    assert "Pedido, guía" not in page
