"""How many orders are on their way to who is signed in stands above every page of the market, counted every few minutes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.kernel import clock
from marketplace.trade.orders import service as orders
from marketplace.worker import Worker
from tenants.db import count_statements
from tests import make
from tests.cast import Cast
from tests.trade.buying import buy, order_of
from tests.web.asking import enter


def coming(page: str) -> set[str]:
    return set(re.findall(r"(\d+) en camino", page))


def test_it_counts_what_is_paid_and_not_there(browser_client: FlaskClient, market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    make.paid_order(market, worker, [make.line(goods)])
    make.shipped_order(market, worker, [make.line(goods)])
    make.delivered_order(market, worker, [make.line(goods)])
    make.place(market, [make.line(goods)])  # waits to be paid
    assert coming(browser_client.get("/").text) == set()  # nobody's
    enter(browser_client, market.carla)
    assert coming(browser_client.get("/").text) == {"2"}


def test_it_is_counted_anew_beside_the_orders_and_after_a_while_and_not_on_every_page(
    browser_client: FlaskClient, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = make.goods(market)
    enter(browser_client, market.carla)
    browser_client.get("/")
    make.paid_order(market, worker, [make.line(goods)])
    statements = count_statements()
    assert coming(browser_client.get("/buscar").text) == set()
    assert not [one for one in statements if 'FROM "order"' in one]
    assert coming(browser_client.get("/pedidos").text) == {"1"}
    assert coming(browser_client.get("/buscar").text) == {"1"}
    make.paid_order(market, worker, [make.line(goods)])
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert coming(browser_client.get("/buscar").text) == {"2"}


def test_who_enters_after_another_in_the_same_browser_sees_their_own(
    browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    enter(browser_client, market.carla)
    assert coming(browser_client.get("/").text) == {"1"}
    enter(browser_client, market.sergio)
    assert coming(browser_client.get("/").text) == set()


def test_who_bought_without_an_account_sees_it_in_their_browser_until_it_is_there(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer, stranger, later = app.test_client(), app.test_client(), clock.now() + timedelta(minutes=6)
    code, form = buy(buyer, make.goods(market))
    assert coming(buyer.get(f"/compra/{code}").text) == set()  # it waits to be paid
    buyer.post(buyer.post("/pagar", data=form).location, data={"card": "4242424242424242"})
    worker.drain()
    assert coming(buyer.get(f"/compra/{code}").text) == {"1"}
    page = buyer.get("/buscar").text
    assert coming(page) == {"1"}
    assert f'href="/compra/{code}"' in page
    statements = count_statements()
    assert coming(stranger.get("/buscar").text) == set()
    buyer.get("/buscar")
    assert not [one for one in statements if 'JOIN "order"' in one]
    order = order_of(market)
    with market.as_pia() as work:
        orders.pack_order(work, order.code, message="Va con cuidado.")
        orders.ship_order(work, order.code, carrier="Estafeta", tracking=make.TRACKING)
    with market.above("own delivery") as work:
        orders.deliver_order(work, order.code, buyer_id=order.buyer_id)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert coming(buyer.get("/buscar").text) == set()
    statements.clear()
    buyer.get("/buscar")
    assert not [one for one in statements if 'JOIN "order"' in one]  # nor is it asked for any more
