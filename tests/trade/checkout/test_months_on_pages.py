"""What buyers and shops read of months without interest: only where it is true, and which line prevents it."""

from __future__ import annotations

import html

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.people.sellers import offer_instalments
from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import add, client_of, form_of


def offer(market: Cast) -> None:
    with market.as_alicia() as work:
        offer_instalments(work, 0)


def said(client: FlaskClient, path: str) -> str:
    return html.unescape(client.get(path, follow_redirects=True).text)


def test_the_cart_says_how_long_and_how_much_a_month_once_the_way_is_known(
    browser_client: FlaskClient, market: Cast
) -> None:
    offer(market)
    add(browser_client, make.goods(market, price_minor=120_000))
    assert "meses sin intereses" not in said(browser_client, "/carrito")  # what the way costs is not known
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    assert "Hasta 12 meses sin intereses de $100.00" in said(browser_client, "/carrito")
    assert "Hasta 12 meses sin intereses de $100.00" in said(browser_client, "/pagar")


def test_the_line_that_prevents_it_is_named(browser_client: FlaskClient, market: Cast) -> None:
    offer(market)
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, make.goods(market, price_minor=120_000))
    add(browser_client, make.goods(market, shop=market.abedul, title="Taladro de Bruno", price_minor=90_000))
    for path in ("/carrito", "/pagar"):
        page = said(browser_client, path)
        assert "no se puede pagar a meses sin intereses por: Taladro de Bruno." in page
        assert "Hasta" not in page.partition("meses sin intereses")[0][-30:]


def test_where_no_shop_offers_it_nothing_is_said(browser_client: FlaskClient, market: Cast) -> None:
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, make.goods(market, price_minor=120_000))
    for path in ("/carrito", "/pagar"):
        assert "meses" not in said(browser_client, path).partition("<main")[2]


def test_who_pays_in_months_reads_it_on_the_page_and_in_the_letter_and_the_shop_what_it_cost(
    app: Flask, browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    offer(market)
    add(browser_client, make.goods(market, price_minor=120_000))
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    placed = browser_client.post("/pagar", data=form_of(browser_client))
    page = said(browser_client, placed.location)
    assert "12 meses" in page
    assert "18 meses" not in page
    answer = browser_client.post(placed.location, data={"card": "4242 4242 4242 4242", "months": "18"})
    assert answer.status_code == 422  # it is not among those that the amount allows
    answer = browser_client.post(placed.location, data={"card": "4242 4242 4242 4242", "months": "6"})
    assert answer.status_code == 303
    worker.drain()
    with market.above() as work:
        purchase = work.session.scalars(select(Purchase)).one()
        assert purchase.months == 6
        code = work.session.scalars(select(Order.code)).one()
        letters = work.session.scalars(select(Mail.text).where(Mail.to == "lucia@example.mx")).all()
        assert [text for text in letters if "Pagaste a 6 meses sin intereses." in text]
    assert "Pagaste a 6 meses sin intereses." in said(browser_client, f"/compra/{purchase.code}")
    seen = said(client_of(app, market.alicia), f"/vender/hilos-alpaca/pedidos/{code}")
    assert "Pago a 6 meses sin intereses" in seen
    assert "$1,200.00 × 7.5 % = $90.00" in seen
    english = client_of(app, market.alicia)
    english.post("/idioma", data={"locale": "en", "next": "/"})
    assert "Paid in 6 months without interest" in said(english, f"/vender/hilos-alpaca/pedidos/{code}")


def test_where_months_are_not_offered_the_twin_asks_nothing(browser_client: FlaskClient, market: Cast) -> None:
    add(browser_client, make.goods(market, price_minor=120_000))
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    placed = browser_client.post("/pagar", data=form_of(browser_client))
    assert 'name="months"' not in said(browser_client, placed.location)
