"""Who packs sees what to pack and no money of the shop: not what is left of an order, not the fees, not what was sold."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from marketplace.money.fees.queries import fees_of_order
from marketplace.trade.orders.service import get_order
from marketplace.web.formatting import money, money_short
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast, Person
from tests.web.asking import enter


def amounts_of(market: Cast, code: str) -> set[str]:
    """Each amount that tells the shop's money, as pages write it."""
    with market.as_alicia() as work:
        order = get_order(work, code)
        fees = [fee.amount_minor for fee in fees_of_order(work, order.id)]
        told = [order.fees_minor, order.total_minor - order.fees_minor, *fees]
    return {money(amount) for amount in told if amount}


def pages_of(app: Flask, market: Cast, person: Person, code: str, product: object) -> dict[str, str]:
    """Every page of the seller centre that opens for somebody, by its address."""
    client = app.test_client()
    enter(client, person)
    known = {"shop": market.alpaca.slug, "code": code, "product_id": str(product)}
    found = {}
    for rule in app.url_map.iter_rules():
        room = rule.endpoint.partition(".")[0]
        if room.endswith("_seller") and "GET" in (rule.methods or ()) and rule.arguments <= set(known):
            with app.test_request_context():
                path = app.url_map.bind("localhost").build(rule.endpoint, {a: known[a] for a in rule.arguments})
            query = {"variants-0-price": "200", "category": "estambres"} if path.endswith("simular") else {}
            answer = client.get(path, query_string=query)
            if answer.status_code == 200:
                found[path] = answer.text
    return found


@pytest.fixture
def sold(app: Flask, market: Cast, worker: Worker) -> tuple[str, object]:
    """An order of two sorts, so that no amount of money is also a price; and its product."""
    goods = make.goods(market, price_minor=12_345)
    code = make.paid_order(market, worker, [make.line(goods, 3)])
    return code, goods.product_id


def test_who_packs_finds_no_amount_of_it_on_any_page(app: Flask, market: Cast, sold: tuple[str, object]) -> None:
    amounts = amounts_of(market, sold[0])
    pages = pages_of(app, market, market.pia, *sold)
    assert {f"/vender/hilos-alpaca/pedidos/{sold[0]}", "/vender/hilos-alpaca/", "/vender/hilos-alpaca/pedidos"} <= set(
        pages
    )
    for path, page in pages.items():
        assert not {amount for amount in amounts if amount in page}, path
        assert not re.search(r"Te llega|En dos semanas|class=\"receipt\"", page), path
    assert money_short(3 * 12_345) not in pages["/vender/hilos-alpaca/"]


def test_who_does_the_books_finds_it(app: Flask, market: Cast, sold: tuple[str, object]) -> None:
    """The negative control."""
    pages = pages_of(app, market, market.ada, *sold)
    found = {amount for amount in amounts_of(market, sold[0]) if any(amount in page for page in pages.values())}
    assert len(found) > 3
    assert "En dos semanas vendiste" in pages["/vender/hilos-alpaca/"]
    assert "Te llega" in pages["/vender/hilos-alpaca/pedidos"]
