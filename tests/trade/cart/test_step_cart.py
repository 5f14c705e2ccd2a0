"""One more and one less in the cart: from what is in it, whatever the page showed when the button was pressed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import make
from tests.cast import Cast
from tests.web.asking import add, cart_rows


def form_of_cart(client: FlaskClient) -> dict[str, Any]:
    page = client.get("/carrito").text
    names = ("variant", "shown", "seen", "quantity")
    return {name: re.findall(rf'name="{name}"[^>]* value="([^"]*)"', page) for name in names}


def in_cart(market: Cast) -> dict[int, int]:
    return {row.number: row.quantity for row in cart_rows(market)}


@pytest.mark.parametrize(("button", "begun", "left"), [("more", 1, 11), ("less", 5, 1), ("more", 95, 99)])
def test_ten_presses_before_the_page_is_new_count_ten_times_and_stay_within_what_a_cart_holds(
    browser_client: FlaskClient, market: Cast, button: str, begun: int, left: int
) -> None:
    goods, other = make.goods(market, pieces=200), make.goods(market)
    add(browser_client, goods, begun)
    add(browser_client, other)
    page = form_of_cart(browser_client)
    for _n in range(10):
        answer = browser_client.post("/carrito/cambiar", data=page | {button: str(goods.variant_id)})
        assert answer.location == "/carrito"
    assert in_cart(market) == {goods.number: left, other.number: 1}


def test_a_window_that_shows_an_older_cart_leaves_alone_what_it_does_not_change(
    browser_client: FlaskClient, market: Cast
) -> None:
    goods, other = make.goods(market, pieces=20), make.goods(market)
    add(browser_client, goods)
    add(browser_client, other)
    older = form_of_cart(browser_client)
    add(browser_client, goods, 4)  # in another window
    browser_client.post("/carrito/cambiar", data=older | {"more": str(other.variant_id)})
    assert in_cart(market) == {goods.number: 5, other.number: 2}
    browser_client.post("/carrito/cambiar", data=older | {"go": "1"})
    assert in_cart(market) == {goods.number: 5, other.number: 2}


def test_it_goes_on_from_what_was_typed_and_from_what_there_is(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, title="Hilo", pieces=9)
    add(browser_client, goods)
    page = form_of_cart(browser_client)
    browser_client.post("/carrito/cambiar", data=page | {"quantity": ["5"], "more": str(goods.variant_id)})
    assert in_cart(market) == {goods.number: 6}
    make.place(market, [make.line(goods, 7)])  # two are left
    page = form_of_cart(browser_client)
    assert (page["shown"], page["quantity"]) == (["6"], ["2"])
    browser_client.post("/carrito/cambiar", data=page | {"less": str(goods.variant_id)})
    assert in_cart(market) == {goods.number: 1}
    text = html.unescape(browser_client.get("/carrito").text)
    assert re.search(r'name="less"[^>]* disabled', text)
    assert not re.search(r'name="more"[^>]* disabled', text)


@pytest.mark.parametrize("pressed", ["", "nada", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_in_the_cart_is_no_more_for_being_pressed(
    browser_client: FlaskClient, market: Cast, pressed: str
) -> None:
    goods = make.goods(market)
    add(browser_client, goods)
    browser_client.post("/carrito/cambiar", data=form_of_cart(browser_client) | {"more": pressed})
    assert in_cart(market) == {goods.number: 1}
