"""A receipt on paper says what was bought of whom, with the IVA in it and how it was paid; and is nobody else's."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.pricing import amounts_of_orders
from marketplace.web.formatting import money
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of


@pytest.fixture
def paid(market: Cast, worker: Worker) -> Purchase:
    lines = [make.line(make.goods(market), 2), make.line(make.goods(market, shop=market.abedul, title="Martillo"))]
    make.paid_order(market, worker, lines)
    with market.above() as work:
        return work.session.scalars(select(Purchase)).one()


def read(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_it_has_each_shop_its_pieces_its_tax_and_what_was_paid(app: Flask, market: Cast, paid: Purchase) -> None:
    carla = client_of(app, market.carla)
    assert f"/compra/{paid.code}/recibo.pdf" in carla.get(f"/compra/{paid.code}").text
    answer = carla.get(f"/compra/{paid.code}/recibo.pdf")
    assert answer.mimetype == "application/pdf"
    text = read(answer.data)
    with market.above() as work:
        orders = work.session.scalars(select(Order)).all()
        taxes = [one for of in amounts_of_orders(work, [order.id for order in orders]).values() for one in of]
    with app.test_request_context():
        for order in orders:
            assert order.shop_name in text
            assert order.code in text
            assert money(order.total_minor) in text
        assert money(paid.total_minor) in text
        first = [one.amount_minor for one in taxes if one.kind == "tax" and one.order_id == orders[0].id]
        assert money(sum(first)) in text
    assert "2 × " in text
    assert "con tarjeta" in text
    assert "no es una factura" in text


def test_there_is_none_before_it_is_paid(app: Flask, market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    assert client_of(app, market.carla).get(f"/compra/{placed.code}/recibo.pdf").status_code == 404


def test_it_is_nobody_elses(app: Flask, market: Cast, paid: Purchase) -> None:
    assert client_of(app, market.bruno).get(f"/compra/{paid.code}/recibo.pdf").status_code == 404


def test_what_waits_for_its_payment_says_how_long(app: Flask, market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    with market.above() as work:
        until = work.session.get_one(Purchase, placed.purchase_id).expires_at
    page = client_of(app, market.carla).get(f"/compra/{placed.code}").text
    assert f'data-until="{until.isoformat()}"' in page
    assert "Te quedan" in page


def test_a_long_name_does_not_run_over_what_it_costs(app: Flask, market: Cast, worker: Worker) -> None:
    title = "Estambre " + "W" * 60 + " por solo $1.00"
    make.paid_order(market, worker, [make.line(make.goods(market, title=title))])
    with market.above() as work:
        code = work.session.scalars(select(Purchase.code)).one()
    text = read(client_of(app, market.carla).get(f"/compra/{code}/recibo.pdf").data)
    assert "Estambre" in text
    assert "$1.00" not in text


def test_it_says_in_how_many_months_it_is_paid(app: Flask, market: Cast, paid: Purchase) -> None:
    with market.above() as work:
        work.session.get_one(Purchase, paid.id).months = 6
    text = read(client_of(app, market.carla).get(f"/compra/{paid.code}/recibo.pdf").data)
    assert "6 meses sin intereses" in text
