"""What tests of purchases need: buying as a guest and in a browser, and the order that came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.kernel.ids import new_token
from marketplace.kernel.work import unit_of_work
from marketplace.trade.checkout import service as placing
from marketplace.trade.orders import service
from marketplace.trade.orders.guest_links import link_token
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast
from tests.web.asking import add, form_of

HOLD = timedelta(minutes=15)
OVER = timedelta(seconds=-1)  # a hold that has ended already


def buy_as_guest(
    market: Cast, goods: make.Goods, email: str, *, source: str | None = None, key: str = ""
) -> placing.Placed:
    """A purchase of somebody without an account, not paid yet."""
    with market.above("checkout") as work:
        asked = make.checkout(work, market.carla, [make.line(goods)], key=key)
        asked = replace(asked, buyer_id=None, email=email, source=source)
        return placing.place_purchase(work, asked, hold=HOLD)


def order_of(market: Cast) -> Order:
    with market.above() as work:
        return work.session.scalars(select(Order)).one()


def guest_purchase(market: Cast, worker: Worker, *, email: str = "carla@example.mx") -> tuple[str, str]:
    """A delivered purchase of somebody without an account; gives its code and its link's secret."""
    key = new_token()
    with market.above("checkout") as work:
        asked = make.checkout(work, market.carla, [make.line(make.goods(market))], key=key)
        asked = replace(asked, buyer_id=None, email=email, link_token=link_token(key))
        placed = placing.place_purchase(work, asked, hold=HOLD)
    make.pay(market, placed)
    worker.drain()
    code = make.order_codes(market, placed)[0]
    with market.as_pia() as work:
        service.pack_order(work, code, message="Va con cuidado.")
        service.ship_order(work, code, carrier="Estafeta", tracking=make.TRACKING)
    with market.above("own delivery") as work:
        service.deliver_order(work, code, buyer_id=placed.buyer_id)
    return placed.code, link_token(key)


def buy(client: FlaskClient, goods: make.Goods) -> tuple[str, dict[str, str]]:
    """Place a purchase in a browser; gives its code and the form that placed it."""
    client.post("/envio-a", data={"postal_code": "06700"})
    add(client, goods)
    form = form_of(client)
    answer = client.post("/pagar", data=form)
    assert answer.status_code == 303
    return newest(), form


def newest() -> str:
    """The code of the latest purchase."""
    with unit_of_work(PlatformScope("test"), read_only=True) as work:
        code = work.session.scalar(select(Purchase.code).order_by(Purchase.created_at.desc()).limit(1))
        assert code is not None
        return code
