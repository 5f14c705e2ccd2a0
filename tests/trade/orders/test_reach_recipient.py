"""The telephone of who receives an order reaches who sends it, while it is sent: page, slip, API. Nobody else, and not after."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from marketplace.kernel.permissions import May
from marketplace.platform.channels.service import make_key
from marketplace.trade.orders.service import get_order, phone_for_sending
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast, Person
from tests.web.asking import client_of

PHONE = "+52 55 1234 5678"


def seen_by(app: Flask, person: Person, code: str) -> list[bool]:
    """Whether somebody finds the telephone on the order's page, and on its slip."""
    client = client_of(app, person)
    pages = [client.get(f"/vender/hilos-alpaca/pedidos/{code}{more}") for more in ("", "/hoja")]
    assert all(page.status_code == 200 for page in pages)
    return [PHONE in page.text and 'href="tel:+525512345678"' in page.text for page in pages]


def test_who_sends_finds_it_on_page_and_slip(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    assert seen_by(app, market.alicia, code) == [True, True]
    assert seen_by(app, market.pia, code) == [True, True]


def test_who_does_the_books_does_not(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    assert seen_by(app, market.ada, code) == [False, False]


def test_when_it_arrived_nobody_needs_it(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.shipped_order(market, worker, [make.line(make.goods(market))])
    assert seen_by(app, market.pia, code) == [True, True]
    arrived = make.delivered_order(market, worker, [make.line(make.goods(market))])
    assert seen_by(app, market.alicia, arrived) == [False, False]


def test_an_order_of_before_has_none_and_says_none(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        get_order(work, code).phone = None
    with market.as_pia() as work:
        assert phone_for_sending(work, get_order(work, code)) == ""
    assert seen_by(app, market.pia, code) == [False, False]


@pytest.mark.parametrize(("may", "told"), [(May.SHIP_ORDERS, True), (May.VIEW_MONEY, False)])
def test_a_key_that_ships_reads_it(app: Flask, market: Cast, worker: Worker, may: May, told: bool) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        token = make_key(work, name="Almacén", may=[May.VIEW_ORDERS, may])
    order: Any = app.test_client().get(f"/api/v1/orders/{code}", headers={"Authorization": f"Bearer {token}"}).json
    assert order.get("phone") == (PHONE if told else None)
    assert ("total_minor" in order, "amounts" in order) == (not told, not told)
    assert ("unit_price_minor" in order["lines"][0]) is not told
    assert order["lines"][0]["quantity"] == 1
    assert PHONE not in str(order["ship_to"])
