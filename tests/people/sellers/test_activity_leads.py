"""The activity says who did what, and each line that concerns a thing leads to it."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from marketplace.goods.catalog import service as products
from marketplace.goods.inventory.service import set_stock
from marketplace.kernel.module import activity
from marketplace.money.payouts import accounts as payout_accounts
from marketplace.people.sellers import service as sellers
from marketplace.people.sellers import team
from marketplace.platform.channels.service import KEY_MAY, make_key
from marketplace.platform.privacy.exports import ask_shop_export
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.orders.service import cancel_order
from marketplace.window.storefront.service import VariantOnDesk, save_product
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.care import asking
from tests.cast import Cast
from tests.web.asking import client_of, enter_by

PATH = "/vender/hilos-alpaca/actividad"


def lines(client: FlaskClient) -> list[tuple[str | None, str, str]]:
    """Where each line leads, what it says, and who did it."""
    found = []
    for number in (1, 2, 3):
        page = client.get(f"{PATH}?pagina={number}")
        for row in re.findall(r"(?s)<tr>\s*<td>(.*?)</td>\s*<td data-label=\"Quién\">(.*?)</td>", page.text):
            link = re.search(r'<a href="([^"]+)">', row[0])
            found.append(
                (link and link[1].replace("&amp;", "&"), re.sub("<[^>]+>", "", row[0]).strip(), row[1].strip())
            )
    return found


def busy(market: Cast, worker: Worker) -> make.Goods:
    """A shop in which much was done."""
    goods = make.goods(market, title="Madeja Nube", pieces=40)
    first, second = (make.delivered_order(market, worker, [make.line(goods)]) for _ in range(2))
    asking.finish(market, worker, asking.ask(market, first, 1, reason="damaged"))
    claimed = asking.claim(market, second)
    cancelled = make.paid_order(market, worker, [make.line(goods)])
    with market.as_alicia() as work:
        cancel_order(work, cancelled, why=CancelReason.MISSING)
        make_key(work, name="Almacén", may=KEY_MAY)
        team.invite(work, email="nueva@example.mx", role=Role.SERVICE)
        payout_accounts.give_account(work, "012180001183597198")
        ask_shop_export(work)
    with market.as_alicia() as work:
        products.pause_product(work, goods.product_id)
    with market.as_pia() as work:
        set_stock(work, goods.variant_id, on_hand=9)
    assert claimed
    worker.drain()
    return goods


def test_every_line_leads_somewhere_that_opens(app: Flask, market: Cast, worker: Worker) -> None:
    busy(market, worker)
    alicia = client_of(app, market.alicia)
    found = lines(alicia)
    assert len(found) > 15
    assert [
        what for _url, what, _who in found if "Otra acción" in what or re.search(r"\([a-z]+\.[a-z_]+\)", what)
    ] == []
    assert {what for url, what, _who in found if url is None} == set()
    for url, what, who in found:
        assert alicia.get(url or "").status_code == 200, what
        assert who not in ("", "—"), what


def test_a_count_says_of_what_and_leads_to_it(app: Flask, market: Cast) -> None:
    goods = make.goods(market, title="Madeja Nube", pieces=5)
    data = make.YARN
    with market.as_alicia() as work:
        rows = [VariantOnDesk("AZUL-1", "Azul añil", 20_000, 5, id=goods.variant_id)]
        save_product(work, goods.product_id, data, variants=rows)
        set_stock(work, goods.variant_id, on_hand=9)
    found = {what: url for url, what, _who in lines(client_of(app, market.alicia))}
    title = data.title
    assert found[f"Corrigió las piezas de {title} · Azul añil: 5 → 9"] == (
        f"/vender/hilos-alpaca/productos/{goods.product_id}"
    )


def test_nobody_is_led_to_a_closed_door(app: Flask, market: Cast, worker: Worker) -> None:
    busy(market, worker)
    with market.above() as work:
        sellers.seat_member(
            work, tenant_id=market.alpaca.id, account_id=market.diego.id, name=market.diego.name, role=Role.MANAGER
        )
    client = app.test_client()
    enter_by(client, market, market.diego.email)
    found = lines(client)
    assert ("Hizo la llave de API “Almacén”" in [what for url, what, _who in found if url is None]) is True
    for url, what, _who in found:
        assert url is None or client.get(url).status_code in (200, 302), what


def test_every_kind_of_thing_has_a_way_to_it() -> None:
    """Each module that says verbs of a shop says where its things are looked at, and of no address that is none."""
    without = [sorted(one.said)[0] for one in activity() if not one.leads]
    assert without == []


def test_each_lead_is_an_address(app: Flask) -> None:
    for one in activity():
        for leads in one.leads.values():
            for lead in leads:
                rule = next(app.url_map.iter_rules(lead.endpoint))
                assert set(rule.arguments) - {"shop"} <= set(lead.parts), lead.endpoint
