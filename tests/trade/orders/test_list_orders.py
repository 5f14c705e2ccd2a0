"""A shop's list of orders: counts that agree with the rows, and a search that takes what is typed as it stands."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import update

from marketplace.trade.orders import queries
from marketplace.trade.orders.models import OrderLine
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of


def test_the_counts_are_of_the_orders_shown_and_unpaid_ones_are_in_neither(market: Cast, worker: Worker) -> None:
    of = make.goods(market)
    paid, delivered = (
        make.paid_order(market, worker, [make.line(of)]),
        make.delivered_order(market, worker, [make.line(of)]),
    )
    make.place(market, [make.line(of)])
    with market.as_alicia() as work:
        assert queries.count_by_state(work) == {"paid": 1, "delivered": 1}
        assert {row.code for row in queries.shop_orders(work)} == {paid, delivered}
        assert [row.code for row in queries.shop_orders(work, state="paid")] == [paid]


def test_a_percent_sign_looks_for_a_percent_sign(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        assert [row.code for row in queries.shop_orders(work, text=code[:4].lower())] == [code]
        assert queries.shop_orders(work, text="%") == []
        assert queries.count_by_state(work, text="%").total() == 0


def test_each_line_is_told_with_its_variant_and_its_pieces(app: Flask, market: Cast, worker: Worker) -> None:
    yarn, cloth = make.goods(market, title="Madeja"), make.goods(market, title="Paño")
    code = make.paid_order(market, worker, [make.line(yarn, 1), make.line(cloth, 2)])
    with market.above() as work:
        work.session.execute(update(OrderLine).where(OrderLine.title == "Paño").values(variant_name="Azul añil"))
    page = " ".join(client_of(app, market.pia).get("/vender/hilos-alpaca/pedidos").text.split())
    what = re.sub(r"\s*<br>\s*", "; ", page)
    assert code in page
    assert "1 × Madeja; 2 × Paño · Azul añil" in what or "2 × Paño · Azul añil; 1 × Madeja" in what
    assert "3 × " not in page
