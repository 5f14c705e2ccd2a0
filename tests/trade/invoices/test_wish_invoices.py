"""An invoice asked for at the checkout: the shop's days begin with the payment, and an unpaid purchase bothers no shop."""

from __future__ import annotations

from marketplace.trade.invoices import wish_invoices
from marketplace.trade.invoices.queries import requests as listed
from marketplace.trade.invoices.rules import InvoiceState
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.trade.invoices.papers import CARLA, requests


def wished(market: Cast, *, twice: bool = False) -> make.placing.Placed:
    placed = make.place(
        market, [make.line(make.goods(market)), make.line(make.goods(market, shop=market.abedul, title="Taladro"))]
    )
    for _ in range(2 if twice else 1):
        with market.above("checkout") as work:
            wish_invoices(work, placed.purchase_id, CARLA)
    return placed


def test_each_shop_is_asked_when_it_is_paid(market: Cast, worker: Worker) -> None:
    placed = wished(market)
    assert [(one.state, one.answer_by) for one in requests(market)] == [(InvoiceState.WAITING, None)] * 2
    with market.as_alicia() as work:
        assert listed(work, None)[1] == 0
    make.pay(market, placed)
    worker.drain()
    found = requests(market)
    assert {one.tenant_id for one in found} == {market.alpaca.id, market.abedul.id}
    assert all(one.state == InvoiceState.ASKED and one.answer_by is not None for one in found)


def test_a_form_sent_twice_asks_once(market: Cast) -> None:
    wished(market, twice=True)
    assert len(requests(market)) == 2
