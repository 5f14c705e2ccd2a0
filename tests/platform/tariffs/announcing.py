"""A tariff that Sergio drafts and Fidel publishes, and something sold before it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import update

from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.money.fees import drafting
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast
from tests.money.fees.tariffs import dearer, drafted, publish

FIDEL = Actor("Fidel Ochoa", uuid4(), "finance", frozenset(STAFF_GRANTED["finance"]))
WHY = "Nos equivocamos de tarifa."


def sold_before_today(market: Cast, worker: Worker, price_minor: int = 116_000, *, months: int | None = None) -> None:
    """An order of Hilos Alpaca of five days ago, of two pieces, paid at once or in months."""
    goods = make.goods(market, price_minor=price_minor)
    make.pay(market, make.place(market, [make.line(goods, 2)]), months=months)
    worker.drain()
    with market.above() as work:
        work.session.execute(update(Order).values(placed_at=work.now - timedelta(days=5)))


def announce(market: Cast, worker: Worker, by_bp: int = 100) -> int:
    """The next version, told to every shop; gives its number."""
    with market.as_sergio() as work:
        draft = drafted(work, dearer(by_bp), weighed=False).id
    worker.drain()
    with unit_of_work(PlatformScope("staff"), FIDEL) as work:
        version = publish(work, draft)
    worker.drain()
    return version


def withdraw(version: int) -> None:
    """Fidel takes it back."""
    with unit_of_work(PlatformScope("staff"), FIDEL) as work:
        drafting.withdraw_tariff(work, version, reason=WHY)
