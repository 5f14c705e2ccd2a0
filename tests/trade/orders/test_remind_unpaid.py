"""Who placed a purchase and did not pay it: told on every page while it waits, and once by letter, with the ways on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.unpaid import expire_unpaid, remind_unpaid
from marketplace.worker import Worker
from tenants.db import count_statements
from tests import make
from tests.cast import Cast
from tests.trade.buying import buy
from tests.web.asking import add, cart_rows, enter, form_of

WAITS = "espera su pago"


def later(market: Cast, *, minutes: int) -> None:
    """So many minutes pass for what was placed, and the clock's jobs run."""
    with market.above() as work:
        moved = timedelta(minutes=minutes)
        work.session.execute(
            update(Purchase).values(created_at=Purchase.created_at - moved, expires_at=Purchase.expires_at - moved)
        )
    for job in (remind_unpaid, expire_unpaid):
        with market.above() as work:
            job(work)


def letters(market: Cast, worker: Worker) -> list[Mail]:
    worker.drain()
    with market.above() as work:
        return list(work.session.scalars(select(Mail).where(Mail.subject.contains("Falta pagar"))))


def is_told(client: FlaskClient, code: str) -> list[bool]:
    """Whether the header, the first page and the cart say that it waits, with its two acts."""
    page, cart = client.get("/").text, client.get("/carrito").text
    acts = (f'href="/compra/{code}/pagar"', f'action="/compra/{code}/no-pagar"')
    header = client.get("/tarifas").text.partition("<main")[0]
    return ["Por pagar" in header, *(WAITS in one and all(act in one for act in acts) for one in (page, cart))]


@pytest.mark.parametrize("signed_in", [False, True])
def test_it_is_told_where_it_was_placed_until_it_is_paid(
    app: Flask, market: Cast, worker: Worker, signed_in: bool
) -> None:
    client, stranger = app.test_client(), app.test_client()
    if signed_in:
        enter(client, market.carla)
    code, form = buy(client, make.goods(market))
    assert is_told(client, code) == [True, True, True]
    assert "te quedan 15 minutos" in client.get("/").text
    assert is_told(stranger, code) == [False, False, False]
    page = client.post("/pagar", data=form)
    client.post(page.location, data={"card": "4242424242424242"})
    worker.drain()
    assert is_told(client, code) == [False, False, False]


def test_it_is_told_in_every_browser_of_the_person(app: Flask, market: Cast) -> None:
    home, away, later_in = (app.test_client() for _n in range(3))
    for client in (home, away):
        enter(client, market.carla)
    code, _form = buy(home, make.goods(market))
    assert WAITS in away.get("/").text  # asked there, since they may have bought elsewhere
    assert is_told(away, code) == [True, True, True]
    enter(later_in, market.carla)
    assert is_told(later_in, code) == [True, True, True]
    later_in.post("/salir")
    assert is_told(later_in, code) == [False, False, False]


def test_given_up_or_over_it_is_told_no_more_and_the_cart_has_it_still(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    given_up, over = app.test_client(), app.test_client()
    first, _form = buy(given_up, goods)
    second, _form = buy(over, goods)
    given_up.post(f"/compra/{first}/no-pagar")
    later(market, minutes=16)
    for client, code in ((given_up, first), (over, second)):
        assert is_told(client, code) == [False, False, False]
        assert "Volver a ponerla en el carrito" in client.get(f"/compra/{code}").text
    assert [row.quantity for row in cart_rows(market)] == [1, 1]
    assert make.stock(market, goods) == (10, 0)


def test_whose_time_is_over_puts_it_back_from_the_letters_link_in_any_browser(
    app: Flask, market: Cast, worker: Worker
) -> None:
    buy(app.test_client(), make.goods(market))
    later(market, minutes=3)
    (letter,) = letters(market, worker)
    path = letter.text.split("http", 1)[1].split("/", 3)[3].split()[0]
    later(market, minutes=16)
    reader = app.test_client()
    page = reader.get(f"/{path}", follow_redirects=True)
    assert "Esta compra no se pagó" in page.text
    reader.post(f"{page.request.path}/otra-vez")
    assert "1 pieza" in reader.get("/carrito").text


def test_a_letter_with_the_link_goes_out_once_and_not_to_who_pays_at_once(
    app: Flask, market: Cast, worker: Worker
) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    code, _form = buy(app.test_client(), make.goods(market))
    assert letters(market, worker) == []
    later(market, minutes=1)
    assert letters(market, worker) == []
    later(market, minutes=2)
    (letter,) = letters(market, worker)
    assert letter.to == "lucia@example.mx"
    assert f"/compra/{code}/enlace/" in letter.text
    later(market, minutes=1)
    assert letters(market, worker) == [letter] or len(letters(market, worker)) == 1


def test_nobody_is_reminded_of_what_is_paid_given_up_or_over(app: Flask, market: Cast, worker: Worker) -> None:
    paid, client = make.place(market, [make.line(make.goods(market))]), app.test_client()
    code, _form = buy(client, make.goods(market))
    make.place(market, [make.line(make.goods(market))], buyer=market.diego)
    with market.above() as work:
        moved = work.now - timedelta(minutes=3)
        work.session.execute(update(Purchase).values(created_at=moved))
        diegos = Purchase.account_id == market.diego.id
        work.session.execute(update(Purchase).where(diegos).values(expires_at=work.now - timedelta(seconds=1)))
    with market.above() as work:
        remind_unpaid(work)  # told, and before the letter is written it is paid, or given up
    make.pay(market, paid)
    client.post(f"/compra/{code}/no-pagar")
    assert letters(market, worker) == []
    with market.above() as work:
        assert set(work.session.scalars(select(Order.state))) >= {"expired"}


def test_pages_of_who_has_nothing_to_pay_ask_the_database_nothing_for_it(app: Flask, market: Cast) -> None:
    client, buyer = app.test_client(), app.test_client()
    add(client, make.goods(market))
    buy(buyer, make.goods(market))
    statements = count_statements()
    for one, asked in ((client, 0), (buyer, 1)):
        one.get("/tarifas")
        statements.clear()
        one.get("/tarifas")
        assert sum("purchase" in said for said in statements) == asked, statements


def test_what_is_bought_by_a_form_sent_again_after_it_was_over_says_so(app: Flask, market: Cast) -> None:
    client = app.test_client()
    code, form = buy(client, make.goods(market))
    later(market, minutes=16)
    assert client.post("/pagar", data=form).location == f"/compra/{code}"
    assert form_of(client)["key"] != form["key"]
