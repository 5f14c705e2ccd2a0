"""What was put into the cart is said in one line on the page where it was done, with a form that takes it back."""

from __future__ import annotations

import html
import re
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.catalog.models import Listing
from tests import make
from tests.cast import Cast
from tests.web.asking import add, cart_rows


def in_cart(market: Cast) -> list[tuple[int, int]]:
    return sorted((row.number, row.quantity) for row in cart_rows(market))


def undo_of(page: str) -> tuple[str, dict[str, str]]:
    """The form of a page that takes back what was just done."""
    said = page.partition('id="avisos"')[2].partition("</form>")[0]
    address = html.unescape(re.findall(r'action="([^"]+)"', said)[0])
    return address, {n: html.unescape(v) for n, v in re.findall(r'name="(\w+)" value="([^"]*)"', said)}


def press(client: FlaskClient, goods: make.Goods, **more: object) -> str:
    data = {"number": goods.number, "next": "/buscar?q=estambre", "at": "n", **more}
    answer = client.post("/carrito/agregar", data=data)
    assert answer.location == f"/buscar?q=estambre#n{goods.number}"
    return client.get("/buscar?q=estambre").text


def test_one_stays_where_it_was_pressed_and_is_told_and_takes_it_back(
    browser_client: FlaskClient, market: Cast
) -> None:
    goods = make.goods(market)
    page = press(browser_client, goods)  # of one form only: no variant has to be named
    assert in_cart(market) == [(goods.number, 1)]
    said = page.partition('id="avisos"')[2]
    assert said.startswith(' aria-live="polite"')
    assert "Agregado" in said
    assert 'href="/carrito">Ver carrito' in said
    assert "Agregado" not in browser_client.get("/buscar").text.partition('id="avisos"')[2]  # said once

    address, fields = undo_of(page)
    answer = browser_client.post(address, data=fields)
    assert answer.location == f"/buscar?q=estambre#n{goods.number}"
    assert in_cart(market) == []
    assert "Ya no está en tu carrito" in browser_client.get("/").text


def test_what_was_in_the_cart_before_stays(browser_client: FlaskClient, market: Cast) -> None:
    goods, other = make.goods(market), make.goods(market, title="Otra cosa")
    add(browser_client, goods, 3)
    add(browser_client, other)
    address, fields = undo_of(press(browser_client, goods, quantity=2))
    assert in_cart(market) == sorted([(goods.number, 5), (other.number, 1)])
    browser_client.post(address, data=fields)
    assert in_cart(market) == sorted([(goods.number, 3), (other.number, 1)])


def test_a_second_undo_takes_nothing_more_than_there_is(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    address, fields = undo_of(press(browser_client, goods))
    for _time in range(2):
        assert browser_client.post(address, data=fields).status_code == 302
    assert in_cart(market) == []


def test_nobody_takes_back_what_another_put_into_theirs(app: Flask, browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    address, fields = undo_of(press(browser_client, goods))
    assert app.test_client().post(address, data=fields).status_code == 302
    assert in_cart(market) == [(goods.number, 1)]


def test_what_makes_no_sense_changes_nothing(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    add(browser_client, goods, 2)
    for fields in ({}, {"variant": "x", "quantity": "1"}, {"variant": str(goods.variant_id), "quantity": "-1"},
                   {"variant": str(goods.variant_id), "quantity": "²"}):  # fmt: skip
        data = {**fields, "next": "//example.mx/"}
        answer = browser_client.post("/carrito/deshacer", data=data)
        assert (answer.status_code, answer.location) == (302, "/carrito")
    assert in_cart(market) == [(goods.number, 2)]


def test_what_was_taken_out_is_put_back_as_it_was(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    add(browser_client, goods, 4)
    data = {"variant": str(goods.variant_id), "quantity": "4", "remove": str(goods.variant_id)}
    page = browser_client.post("/carrito/cambiar", data=data, follow_redirects=True).text
    assert "Quitado de tu carrito" in page
    assert in_cart(market) == []
    address, fields = undo_of(page)
    browser_client.post(address, data=fields)
    assert in_cart(market) == [(goods.number, 4)]


def test_of_several_forms_one_is_chosen_on_the_page_of_the_product(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    with market.above() as work:
        listing = work.session.scalars(select(Listing).where(Listing.number == goods.number)).one()
        listing.variants = [
            *listing.variants,
            {**listing.variants[0], "id": str(uuid4()), "sku": "AZUL", "name": "Azul"},
        ]
    answer = browser_client.post("/carrito/agregar", data={"number": goods.number, "next": "/buscar"})
    assert re.fullmatch(rf"/p/[a-z-]+-{goods.number}#elige", answer.location)
    assert in_cart(market) == []
    assert "Elige cuál, y agrégalo" in browser_client.get("/").text
