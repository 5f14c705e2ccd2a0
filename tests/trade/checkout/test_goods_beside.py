"""What is bought stands beside the form of the checkout, and again where it is to be paid: pictures, days, prices."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select

from marketplace.trade.orders.models import Order, Purchase
from marketplace.web.formatting import day_range, money
from tests import make
from tests.cast import Cast
from tests.web.asking import add, client_of


def beside(page: str) -> str:
    """What the page says of the goods, in one line."""
    found = re.search(r'(?s)<section class="sheet sticky goods".*?</details>', page)
    assert found is not None
    return " ".join(found[0].split())


def test_each_shop_says_its_goods_its_days_and_its_way(app: Flask, market: Cast) -> None:
    yarn, drill = make.goods(market, title="Estambre"), make.goods(market, title="Taladro", shop=market.abedul)
    guest = app.test_client()
    add(guest, yarn, 2)
    add(guest, drill)
    unknown = beside(guest.get("/pagar").text)
    assert "falta tu código postal" in unknown
    assert "llega" not in unknown
    guest.post("/envio-a", data={"postal_code": "06700"})
    page = guest.get("/pagar").text
    said = beside(page)
    for words in (market.alpaca.name, "Estambre", "2 piezas", market.abedul.name, "Taladro", "1 pieza", "3 artículos"):
        assert words in said, words
    assert said.count("Envío, llega") == 2
    assert said.count("<img") == 2
    assert "Continuar al pago" in page


def test_the_payment_shows_them_as_they_were_bought(app: Flask, market: Cast) -> None:
    yarn = make.goods(market, title="Estambre")
    placed = make.place(market, [make.line(yarn, 2)], opened=False)
    said = beside(client_of(app, market.carla).get(f"/compra/{placed.code}/pagar").text)
    with market.above() as work:
        order, bought = work.session.scalars(select(Order)).one(), work.session.scalars(select(Purchase)).one()
    with app.test_request_context():
        expected = (
            day_range(order.promise_from, order.promise_to),
            money(bought.total_minor),
            money(order.goods_minor),
        )
    for words in (order.shop_name, "Estambre", "2 piezas", *expected):
        assert words in said, words


def test_nobody_else_sees_what_is_to_be_paid(app: Flask, market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market, title="Estambre"))], opened=False)
    answer = client_of(app, market.diego).get(f"/compra/{placed.code}/pagar")
    assert answer.status_code == 404
    assert "Estambre" not in answer.text
