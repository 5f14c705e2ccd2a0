"""The cart is rows: of an account, or of a browser. No page that is read changes it, and it stays until it is paid."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, select

from marketplace.goods.catalog.service import pause_product
from marketplace.goods.catalog.variants import VariantData, save_variants
from marketplace.trade.cart.models import CartRow
from marketplace.trade.cart.rules import CartLine
from marketplace.trade.cart.service import cart_lines, put_in_cart
from marketplace.trade.orders.models import Purchase
from marketplace.worker import Worker
from tenants.wall import WalledSession
from tests import make
from tests.cast import Cast
from tests.trade.buying import buy
from tests.web.asking import add, cart_rows, enter, form_of, purchases


def in_cart(market: Cast) -> list[tuple[int, int]]:
    """Listing and quantity of each row there is."""
    return sorted((row.number, row.quantity) for row in cart_rows(market))


def with_cookies(app: Flask, of: FlaskClient, *names: str) -> FlaskClient:
    client = app.test_client()
    for name in names:
        cookie = of.get_cookie(name)
        if cookie is not None:
            client.set_cookie(name, cookie.value)
    return client


def test_the_secret_is_not_in_the_database(app: Flask, market: Cast) -> None:
    client = app.test_client()
    add(client, make.goods(market))
    cookie = client.get_cookie("tianguis-cart")
    assert cookie is not None
    assert cookie.http_only
    (row,) = cart_rows(market)
    assert cookie.value not in str(row.account_id)
    assert row.account_id.hex not in cookie.value


def test_two_answers_at_once_lose_nothing(app: Flask, market: Cast) -> None:
    """Both were asked with the cookies of before, and the browser keeps those of the second."""
    first, second = make.goods(market, title="Una cosa"), make.goods(market, title="Otra cosa")
    client = app.test_client()
    client.post("/envio-a", data={"postal_code": "06700"})
    one, two = (with_cookies(app, client, "tianguis", "tianguis-cart") for _n in range(2))
    add(one, first)
    add(two, second)
    page = two.get("/carrito").text
    assert "Una cosa" in page
    assert "Otra cosa" in page


def test_a_slow_page_that_was_asked_before_empties_nothing(app: Flask, market: Cast) -> None:
    first, second = make.goods(market, title="Una cosa"), make.goods(market, title="Otra cosa")
    client = app.test_client()
    client.post("/idioma", data={"locale": "es_MX"})  # it has a session
    slow = with_cookies(app, client, "tianguis")
    add(client, first)
    slow.get(f"/p/x-{second.number}", follow_redirects=True)  # writes what was seen into the session
    seen = slow.get_cookie("tianguis")
    assert seen is not None
    client.set_cookie("tianguis", seen.value)
    assert "Una cosa" in client.get("/carrito").text


def test_no_page_that_is_read_writes_the_cart_or_its_cookie(app: Flask, market: Cast) -> None:
    goods = make.goods(market, price_minor=20_000)
    client = app.test_client()
    add(client, goods)
    with market.as_alicia() as work:
        save_variants(work, goods.product_id, [VariantData("A", 25_000, id=goods.variant_id)])
    for path in ("/carrito", "/pagar", "/", f"/p/x-{goods.number}"):
        answer = client.get(path, follow_redirects=True)
        assert not [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("tianguis-cart")]
    assert [row.seen_minor for row in cart_rows(market)] == [20_000]
    assert "el precio era $200.00 y ahora es $250.00" in client.get("/carrito").text  # until they go on from there


def test_what_was_named_on_the_checkouts_page_is_not_asked_again(app: Flask, market: Cast) -> None:
    goods = make.goods(market, price_minor=20_000)
    client = app.test_client()
    client.post("/envio-a", data={"postal_code": "06700"})
    add(client, goods)
    with market.as_alicia() as work:
        save_variants(work, goods.product_id, [VariantData("A", 25_000, id=goods.variant_id)])
    assert "el precio era $200.00 y ahora es $250.00" in client.get("/pagar").text
    assert client.post("/pagar", data=form_of(client)).status_code == 303


def test_a_persons_cart_is_in_every_browser_and_joins_what_the_browser_had(app: Flask, market: Cast) -> None:
    first, second = make.goods(market, title="Una cosa"), make.goods(market, title="Otra cosa")
    home, away = app.test_client(), app.test_client()
    enter(home, market.carla)
    add(home, first, 2)
    add(away, second)
    add(away, first, 1)
    enter(away, market.carla)
    assert in_cart(market) == sorted([(first.number, 2), (second.number, 1)])
    assert {row.account_id for row in cart_rows(market)} == {market.carla.id}
    assert "Otra cosa" in home.get("/carrito").text
    away.post("/salir")
    assert "Tu carrito está vacío" in away.get("/carrito").text
    assert in_cart(market) == sorted([(first.number, 2), (second.number, 1)])


def test_one_browsers_cart_is_nobody_elses(app: Flask, market: Cast) -> None:
    client, other = app.test_client(), app.test_client()
    add(client, make.goods(market, title="Una cosa"))
    assert "Una cosa" not in other.get("/carrito").text
    other.set_cookie("tianguis-cart", "guessed")
    assert "Una cosa" not in other.get("/carrito").text
    other.post("/carrito/cambiar", data={"variant": str(cart_rows(market)[0].variant_id), "remove": "1"})
    assert len(cart_rows(market)) == 1


def test_it_stays_until_it_is_paid_and_then_what_was_bought_goes(app: Flask, market: Cast, worker: Worker) -> None:
    bought, later = make.goods(market, title="Una cosa"), make.goods(market, title="Otra cosa")
    client = app.test_client()
    code, form = buy(client, bought)
    add(client, later)
    add(client, bought)
    assert in_cart(market) == sorted([(bought.number, 2), (later.number, 1)])
    page = client.post("/pagar", data=form)
    client.post(page.location, data={"card": "4242424242424242"})
    worker.drain()
    assert in_cart(market) == sorted([(bought.number, 1), (later.number, 1)])
    assert purchases(market) == 1
    with client.session_transaction() as told:
        assert told["cart_count"] == 3
    client.get(f"/compra/{code}/pagada")
    with client.session_transaction() as told:
        assert told["cart_count"] == 2


def test_a_purchase_begun_before_entering_clears_the_persons_cart(app: Flask, market: Cast, worker: Worker) -> None:
    client = app.test_client()
    _code, form = buy(client, make.goods(market))
    page = client.post("/pagar", data=form)
    enter(client, market.carla)
    assert len(cart_rows(market)) == 1
    client.post(page.location, data={"card": "4242424242424242"})
    worker.drain()
    assert cart_rows(market) == []


def form_of_cart(client: FlaskClient) -> dict[str, Any]:
    import re

    page = client.get("/carrito").text
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', page) for name in ("variant", "seen", "gone")}


def test_what_is_held_for_ones_own_unpaid_purchase_is_not_said_to_be_gone(app: Flask, market: Cast) -> None:
    last = make.goods(market, title="La última", pieces=1)
    client, other = app.test_client(), app.test_client()
    buy(client, last)
    assert "La última" in client.get("/carrito").text
    add(other, last)
    assert (
        "La última" not in other.get("/carrito").text.partition('class="split')[2]
    )  # it is said to be gone, above the list


def test_going_on_again_buys_the_cart_anew_and_frees_what_was_held_before(app: Flask, market: Cast) -> None:
    last = make.goods(market, pieces=1)
    client = app.test_client()
    first, _form = buy(client, last)
    client.post("/carrito/cambiar", data=form_of_cart(client) | {"quantity": ["1"], "go": "1"})
    assert make.stock(market, last) == (1, 0)
    assert client.post("/pagar", data=form_of(client)).status_code == 303
    assert make.stock(market, last) == (1, 1)
    assert purchases(market) == 2
    with market.above() as work:
        states = {one.code: one.state for one in work.session.scalars(select(Purchase))}
    assert states.pop(first) == "expired"
    assert list(states.values()) == ["awaiting_payment"]


def test_put_back_from_a_purchase_that_was_given_up_the_cart_is_as_it_was(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    client = app.test_client()
    code, _form = buy(client, goods)
    assert client.post(f"/compra/{code}/no-pagar").status_code == 302
    client.post(f"/compra/{code}/otra-vez")
    assert in_cart(market) == [(goods.number, 1)]
    client.post("/carrito/cambiar", data=form_of_cart(client) | {"quantity": ["0"]})
    client.post(f"/compra/{code}/otra-vez")
    assert in_cart(market) == [(goods.number, 1)]


def test_going_on_leaves_alone_what_others_wait_to_pay_and_what_holds_other_goods(app: Flask, market: Cast) -> None:
    one, two = make.goods(market, title="Una cosa"), make.goods(market, title="Otra cosa")
    client, other = app.test_client(), app.test_client()
    buy(other, one)
    buy(client, two)
    client.post("/carrito/cambiar", data=form_of_cart(client) | {"quantity": ["0"]})
    add(client, one)
    client.post("/carrito/cambiar", data=form_of_cart(client) | {"quantity": ["1"], "go": "1"})
    assert make.stock(market, one) == (10, 1)
    assert make.stock(market, two) == (10, 1)


def test_a_quantity_that_was_typed_counts_at_going_on(app: Flask, market: Cast) -> None:
    first, second = make.goods(market), make.goods(market)
    client = app.test_client()
    add(client, first)
    add(client, second)
    sent = form_of_cart(client) | {"quantity": ["3", "2"], "go": "1"}
    assert client.post("/carrito/cambiar", data=sent).location == "/pagar"
    assert in_cart(market) == sorted([(first.number, 3), (second.number, 2)])


def test_taking_one_thing_out_keeps_what_was_typed_beside_it(app: Flask, market: Cast) -> None:
    first, second = make.goods(market), make.goods(market)
    client = app.test_client()
    add(client, first)
    add(client, second)
    sent = form_of_cart(client)
    client.post("/carrito/cambiar", data=sent | {"quantity": ["x", "2"], "remove": sent["variant"][0]})
    assert in_cart(market) == [(second.number, 2)]


@pytest.mark.parametrize("typed", ["", "abc", "-1", "100", "²", "9" * 4300])
def test_a_senseless_quantity_is_said_is_kept_and_changes_nothing(app: Flask, market: Cast, typed: str) -> None:
    first, second = make.goods(market), make.goods(market)
    client = app.test_client()
    add(client, first)
    add(client, second)
    answer = client.post("/carrito/cambiar", data=form_of_cart(client) | {"quantity": ["5", typed], "go": "1"})
    assert answer.status_code == 422
    assert "Escribe una cantidad del 1 al 99" in answer.text
    assert 'value="5"' in answer.text
    assert in_cart(market) == sorted([(first.number, 1), (second.number, 1)])


def test_what_is_not_for_sale_any_more_is_named_and_taken_out(app: Flask, market: Cast) -> None:
    goods = make.goods(market, title="Una cosa")
    client = app.test_client()
    add(client, goods)
    with market.as_alicia() as work:
        pause_product(work, goods.product_id)
    assert "Quitar lo que ya no se vende" in client.get("/carrito").text
    assert len(cart_rows(market)) == 1
    client.post("/carrito/cambiar", data={"gone": form_of_cart(client)["gone"]})
    assert cart_rows(market) == []
    assert "Quitar lo que ya no se vende" not in client.get("/carrito").text


def test_more_than_twenty_things_are_refused_also_from_an_older_purchase(app: Flask, market: Cast) -> None:
    client = app.test_client()
    code, _form = buy(client, make.goods(market))
    (row,) = cart_rows(market)
    with market.above() as work:
        work.session.delete(work.session.get_one(CartRow, (row.account_id, row.variant_id)))
        lines = [CartLine(n, uuid4(), 1, 100) for n in range(20)]
        put_in_cart(work, row.account_id, lines)
    answer = client.post(f"/compra/{code}/otra-vez", follow_redirects=True)
    assert answer.status_code == 200
    assert "hasta 20 productos distintos" in answer.text


def add_at_once(app: Flask, market: Cast, number: int) -> int:
    """Many forms add one piece of the same thing at once; gives how many pieces are in the cart."""
    goods = make.goods(market)
    client = app.test_client()
    add(client, goods)
    threads = [
        threading.Thread(target=add, args=(with_cookies(app, client, "tianguis", "tianguis-cart"), goods))
        for _n in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(quantity for _number, quantity in in_cart(market))


def test_many_at_once_are_all_counted(app: Flask, market: Cast) -> None:
    assert add_at_once(app, market, 8) == 9


def test_without_the_lock_some_would_be_lost(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: everybody reads the row before anybody writes it."""
    read = threading.Barrier(4)

    def only_read(self: WalledSession, query: Select[Any], *, skip_taken: bool = False) -> list[Any]:
        rows = list(self.scalars(query))
        if rows and isinstance(rows[0], CartRow):
            read.wait(60)
        return rows

    monkeypatch.setattr(WalledSession, "lock", only_read)
    assert add_at_once(app, market, 4) < 5


def test_a_cart_from_the_wrong_side_of_the_wall(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_carla() as work:
        put_in_cart(work, market.carla.id, [CartLine(goods.number, goods.variant_id, 1, 1)])
    with market.as_diego() as work:
        assert cart_lines(work, market.carla.id) == []
        assert work.session.scalars(select(CartRow)).all() == []
