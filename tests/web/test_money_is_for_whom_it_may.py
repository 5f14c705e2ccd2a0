"""Who packs sees what to pack and no money: not what was paid, nor what is left of it, nor the fees, nor what was sold."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from marketplace.money.fees.queries import fees_of_order
from marketplace.people.sellers import service as sellers
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.orders.service import cancel_order, get_order
from marketplace.web.formatting import money, money_short
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.care import asking
from tests.cast import Cast, Person
from tests.web.asking import enter


def amounts_of(market: Cast, code: str) -> set[str]:
    """Each amount that tells the shop's money, as pages write it."""
    with market.as_alicia() as work:
        order = get_order(work, code)
        fees = [fee.amount_minor for fee in fees_of_order(work, order.id)]
        told = [order.fees_minor, order.total_minor - order.fees_minor, *fees]
    return {money(amount) for amount in told if amount}


def pages_of(app: Flask, market: Cast, person: Person, code: str, product: object, **codes: str) -> dict[str, str]:
    """Every page of the seller centre that opens for somebody, by its address; `codes` are of rooms with codes of their own."""
    client = app.test_client()
    enter(client, person)
    found = {}
    for rule in app.url_map.iter_rules():
        room = rule.endpoint.partition(".")[0]
        own = codes.get(room.partition("_")[0], code)
        known = {"shop": market.alpaca.slug, "code": own, "product_id": str(product)}
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


def _sold_and_given_back(market: Cast, worker: Worker) -> tuple[list[str], make.Goods, dict[str, str]]:
    """Orders in every state, with what came of them."""
    goods = make.goods(market, price_minor=12_345, pieces=40)
    codes = [make.paid_order(market, worker, [make.line(goods, 3)]) for _ in range(2)]
    with market.as_alicia() as work:
        cancel_order(work, codes[1], why=CancelReason.BROKEN)
    back, claimed = (make.delivered_order(market, worker, [make.line(goods, 3)]) for _ in range(2))
    of_rooms = {"returns": asking.ask(market, back, 2, reason="damaged"), "warranty": asking.claim(market, claimed)}
    asking.finish(market, worker, of_rooms["returns"])
    missed = asking.late(market, worker, tracking="9876543210")
    of_rooms["disputes"] = asking.miss(market, missed)
    worker.drain()
    return [*codes, back, claimed, missed], goods, of_rooms


# What it costs to send is published: anybody reads it on the shop's own page.
PUBLISHED = "/vender/hilos-alpaca/envios"


def test_who_packs_finds_no_amount_of_anything(app: Flask, market: Cast, worker: Worker) -> None:
    codes, goods, of_rooms = _sold_and_given_back(market, worker)
    for code in codes:
        pages = pages_of(app, market, market.pia, code, goods.product_id, **of_rooms)
        assert f"/vender/hilos-alpaca/pedidos/{code}/hoja" in pages
        assert all(any(own in path for path in pages) for own in of_rooms.values())
        for path, page in pages.items():
            if path != PUBLISHED:
                assert not re.search(r"\$\s?\d", page), (path, re.findall(r".{40}\$\s?\d.{10}", page))


def test_who_gives_money_back_finds_what_was_paid(app: Flask, market: Cast, worker: Worker) -> None:
    """The negative control, and where it ends: what is left to the shop is not theirs to see."""
    codes, goods, _of_rooms = _sold_and_given_back(market, worker)
    seat = {"tenant_id": market.alpaca.id, "account_id": market.diego.id, "name": market.diego.name}
    with market.above() as work:
        sellers.seat_member(work, **seat, role=Role.SERVICE)
    pages = pages_of(app, market, market.diego, codes[0], goods.product_id)
    assert money(3 * 12_345) in pages[f"/vender/hilos-alpaca/pedidos/{codes[0]}"]
    assert "Te llega" not in pages["/vender/hilos-alpaca/pedidos"]


def test_who_does_the_books_finds_it(app: Flask, market: Cast, sold: tuple[str, object]) -> None:
    """The negative control."""
    pages = pages_of(app, market, market.ada, *sold)
    found = {amount for amount in amounts_of(market, sold[0]) if any(amount in page for page in pages.values())}
    assert len(found) > 3
    assert "En dos semanas vendiste" in pages["/vender/hilos-alpaca/"]
    assert "Te llega" in pages["/vender/hilos-alpaca/pedidos"]
