"""Hoy: each sentence leads to a list that holds what was counted, and nothing else; and only who may open it reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from marketplace.care.messaging.service import write_message
from marketplace.care.warranty.service import answer_claim
from marketplace.goods.catalog.models import Product
from marketplace.goods.catalog.rules import ProductState
from marketplace.kernel.module import todos
from marketplace.kernel.permissions import May
from marketplace.people.sellers import service as sellers
from marketplace.trade.invoices import ask_invoice
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.service import pack_order
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.care import asking
from tests.cast import Cast
from tests.money.fees.tariffs import forgotten
from tests.people.market_rules.announcing import announced
from tests.people.market_rules.announcing import forgotten as forgotten_rules
from tests.platform.tariffs.announcing import announce
from tests.trade.invoices.papers import CARLA
from tests.web.asking import client_of


@pytest.fixture
def busy(market: Cast, worker: Worker, administrator: Engine) -> Iterator[Cast]:
    """Hilos Alpaca on a day on which something of everything waits, beside something like it that does not."""
    with forgotten(administrator), forgotten_rules(administrator):
        _begin(market, worker)
        announce(market, worker)
        announced(market)
        yield market


def _begin(market: Cast, worker: Worker) -> None:
    goods = make.goods(market, pieces=50)
    calm, soon, packed = (make.paid_order(market, worker, [make.line(goods)]) for _ in range(3))
    with market.as_pia() as work:
        pack_order(work, packed)
    claimed, accepted, back, talk = (make.delivered_order(market, worker, [make.line(goods)]) for _ in range(4))
    asking.claim(market, claimed)
    kept = asking.claim(market, accepted)
    with market.as_alicia() as work:
        answer_claim(work, kept, remedy="repair", answer="Mándalo.")
    asking.ask(market, back, 1)
    with market.as_carla() as work:
        write_message(work, talk, side="buyer", body="¿Cómo se lava?")
        ask_invoice(work, talk, CARLA)
    missed = make.shipped_order(market, worker, [make.line(goods)], tracking="9876543210")
    with market.above() as work:
        work.session.execute(update(Order).where(Order.code == missed).values(promise_to=Order.promise_to - 40))
        for code, hours in ((calm, 90), (soon, 3), (packed, -3)):
            work.session.execute(
                update(Order).where(Order.code == code).values(ship_by=work.now + timedelta(hours=hours))
            )
    asking.miss(market, missed)
    wrong = make.draft(market, title="Ovillo sin marca")
    with market.above() as work:
        work.session.execute(update(Product).where(Product.id == wrong).values(state=ProductState.DECLINED))


def said(client: FlaskClient) -> list[tuple[int, str, str]]:
    """What Hoy says waits: how many, where it leads, and the words."""
    page = client.get("/vender/hilos-alpaca/").text
    found = re.findall(r'<a href="([^"]+)"><strong>(\d+)</strong>([^<]*)</a>', page)
    return [(int(count), where.replace("&amp;", "&"), " ".join(words.split())) for where, count, words in found]


def listed(client: FlaskClient, where: str) -> int:
    answer = client.get(where)
    assert answer.status_code == 200, where
    rows = re.sub(r'(?s)<thead>.*?</thead>|<section[^>]* id="plan">.*?</section>', "", answer.text)
    return rows.count("<tr>") or rows.count('<div class="line">') or rows.count('<section class="sheet')


def test_every_sentence_leads_to_what_it_counted(app: Flask, busy: Cast) -> None:
    client = client_of(app, busy.alicia)
    found = said(client)
    assert len(found) == len(todos(list(May)))
    assert {where: count for count, where, _words in found} == {where: listed(client, where) for _c, where, _w in found}


def test_what_must_leave_soon_is_a_list_of_its_own(app: Flask, busy: Cast) -> None:
    client = client_of(app, busy.pia)
    soon = next(one for one in said(client) if "24 horas" in one[2])
    assert soon == (
        2,
        "/vender/hilos-alpaca/pedidos?estado=soon",
        "pedidos deben salir en las próximas 24 horas, o ya debían",
    )
    assert listed(client, "/vender/hilos-alpaca/pedidos?estado=paid") == 2  # the calm one too, and not the packed one


def test_nobody_is_told_of_a_list_that_is_closed_to_them(app: Flask, busy: Cast) -> None:
    with busy.above() as work:
        sellers.seat_member(
            work, tenant_id=busy.alpaca.id, account_id=busy.diego.id, name=busy.diego.name, role=Role.CATALOGUE
        )
    client = client_of(app, busy.diego)
    assert [where for _count, where, _words in said(client)] == [
        "/vender/hilos-alpaca/productos?estado=declined", "/vender/hilos-alpaca/productos/calidad?estado=published",
        "/vender/hilos-alpaca/reglas",
    ]  # fmt: skip
    for member in (busy.pia, busy.ada):
        client = client_of(app, member)
        assert all(listed(client, where) == count for count, where, _words in said(client))
