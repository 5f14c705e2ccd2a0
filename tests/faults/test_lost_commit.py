"""The answer to COMMIT never arrives: nobody knows whether it stands. The page says so, and repeating doubles nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, make_url, select

from marketplace.care.messaging.models import Message
from marketplace.kernel.settings import Settings
from marketplace.trade.orders.models import Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.faults.line import Line, far
from tests.web.asking import add, cart_rows, enter, form_of, purchases

pytestmark = pytest.mark.faults
MakeApp = Callable[..., Flask]


@pytest.fixture
def line(settings: Settings) -> Iterator[Line]:
    """A line to the test's database, on loopback."""
    line = Line(make_url(settings.database_url))
    yield line
    line.close()


@pytest.fixture
def far_app(line: Line, settings: Settings, another_app: MakeApp, market: Cast) -> Flask:
    """The app, at the other end of that line."""
    app = another_app(database_url=far(settings, line))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize("stands", [True, False])
def test_a_purchase_whose_commit_is_unknown_is_made_once(
    far_app: Flask, line: Line, market: Cast, worker: Worker, stands: bool
) -> None:
    goods = make.goods(market)
    client = far_app.test_client()
    client.post("/envio-a", data={"postal_code": "06700"})
    add(client, goods)
    form, cookies = form_of(client), str(client.get_cookie("tianguis"))
    line.carry, line.after = stands, b"idempotency_key"
    answer = client.post("/pagar", data=form)
    assert answer.status_code == 503
    assert "no sabemos si quedó" in answer.text
    assert "Lo que ya guardaste sigue ahí" not in answer.text
    assert str(client.get_cookie("tianguis")) == cookies
    assert len(cart_rows(market)) == 1
    assert purchases(market) == (1 if stands else 0)
    again = client.post("/pagar", data=form)
    assert again.status_code == 303
    assert client.post("/pagar", data=form).location == again.location
    assert purchases(market) == 1
    assert make.stock(market, goods) == (10, 1)
    with market.above() as work:
        code = work.session.scalars(select(Purchase.code)).one()
    assert client.get(f"/compra/{code}").status_code == 200


def test_sent_is_not_said_of_what_may_not_be_sent(far_app: Flask, line: Line, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    client = far_app.test_client()
    enter(client, market.carla)
    line.carry, line.after = False, b"INSERT INTO message"
    answer = client.post(f"/pedidos/{code}/mensajes", data={"body": "¿Ya salió?"})
    assert answer.status_code == 503
    assert "no sabemos si quedó" in answer.text
    assert "Enviado" not in answer.text
    page = client.get(f"/pedidos/{code}/mensajes").text
    assert "Enviado" not in page
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Message)) == 0


def test_without_a_cut_the_line_carries_everything(far_app: Flask, line: Line, market: Cast) -> None:
    """The negative control: the same line, with nothing cut."""
    client = far_app.test_client()
    client.post("/envio-a", data={"postal_code": "06700"})
    add(client, make.goods(market))
    assert client.post("/pagar", data=form_of(client)).status_code == 303
    assert purchases(market) == 1
