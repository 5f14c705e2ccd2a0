"""What a shop is left with is one number: in its list, on the order, on its first page, in its money, and by the API."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.payments.models import Refund
from marketplace.platform.channels import service as channels
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.events import OrderCancelled
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.queries import net_of
from marketplace.trade.orders.reactions import refund_cancelled
from marketplace.trade.orders.rules import CancelReason
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, finish
from tests.cast import Cast
from tests.web.asking import client_of


def in_the_books(market: Cast, code: str) -> int:
    """What the ledger owes the shop for an order."""
    with market.above() as work:
        order_id = work.session.scalars(select(Order.id).where(Order.code == code)).one()
        owed = select(func.sum(LedgerEntry.amount_minor)).where(
            LedgerEntry.order_id == order_id, LedgerEntry.account.in_(["seller_pending", "seller_available"])
        )
        return -int(work.session.scalar(owed) or 0)


def pesos(minor: int) -> str:
    return f"{'−' if minor < 0 else ''}${abs(minor) // 100:,}.{abs(minor) % 100:02d}"


@pytest.fixture
def returned(market: Cast, worker: Worker) -> str:
    """An order of three, one of which came back."""
    code = make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=33_333), 3)])
    finish(market, worker, ask(market, code, 1))
    worker.drain()
    return code


def test_after_a_return_all_say_the_same(app: Flask, market: Cast, returned: str) -> None:
    net = in_the_books(market, returned)
    alicia = client_of(app, market.alicia)
    assert pesos(net) in alicia.get("/vender/hilos-alpaca/pedidos").text
    assert f'<span class="net">{pesos(net)}</span>' in alicia.get(f"/vender/hilos-alpaca/pedidos/{returned}").text
    assert f"te llegan {pesos(net)};" in alicia.get("/vender/hilos-alpaca/").text
    assert pesos(net) in alicia.get("/vender/hilos-alpaca/dinero").text
    assert f'<span class="net">{pesos(net)}</span>' in client_of(app, market.carla).get(f"/pedidos/{returned}").text
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert net_of(work, order) == net
        assert order.total_minor - order.fees_minor != net  # what was frozen at placement is not what is left now


def test_the_api_follows_refunds(app: Flask, market: Cast, returned: str) -> None:
    with market.as_alicia() as work:
        key = {"Authorization": f"Bearer {channels.make_key(work, name='Punto de venta', may=channels.KEY_MAY)}"}
    client = app.test_client()
    one = client.get(f"/api/v1/orders/{returned}", headers=key).json
    row = client.get("/api/v1/orders", headers=key).json["items"][0]
    with market.above() as work:
        fees = work.session.scalar(select(func.sum(FeeLine.amount_minor)))
    for said in (one, row):
        assert said["fees_minor"] == fees
        assert said["net_minor"] == said["total_minor"] - said["refunded_minor"] - said["fees_minor"]
        assert said["net_minor"] == in_the_books(market, returned)
    assert sum(step["amount_minor"] for fee in one["fees"] for step in fee["steps"]) == fees


def test_the_net_is_right_while_the_money_is_still_on_its_way(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        orders.cancel_order(work, code, why=CancelReason.BROKEN)
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        refund_cancelled(work, OrderCancelled(order.tenant_id, order.id))
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert work.session.scalars(select(Refund.state)).one() == "due"
        assert net_of(work, order) == in_the_books(market, code) == 0
        assert order.refunded_minor == order.total_minor
    worker.drain()  # the same fact again, and the money's arrival, count nothing twice
    with market.above() as work:
        assert work.session.scalars(select(Order.refunded_minor)).one() == order.total_minor


def test_every_peso_names_its_order_and_what_it_was_taken_of(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market, price_minor=116_000))])
    page = client_of(app, market.alicia).get("/vender/hilos-alpaca/dinero").text
    rows = re.findall(r"<tr>\s*(<td>.*?)</tr>", page, re.DOTALL)
    assert rows
    assert all(f'href="/vender/hilos-alpaca/pedidos/{code}"' in row for row in rows)
    commission = next(row for row in rows if re.match(r"<td>\s*Comisión", row))
    assert "sobre $1,000.00" in commission
