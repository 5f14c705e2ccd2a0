"""The shop sees what is to be done with a gift: on the order, on the sheet in the parcel, and in the API."""

from __future__ import annotations

import re

from flask import Flask

from marketplace.money.cfdi.reading import parse_xml
from marketplace.platform.channels import service as channels
from marketplace.trade.cart.rules import ShopChoice
from marketplace.trade.invoices.drafting import draft_invoice
from marketplace.trade.orders import service
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.trade.gifts import offers_gifts
from tests.trade.invoices.papers import ask
from tests.web.asking import client_of


def bought(market: Cast, worker: Worker, choice: ShopChoice) -> str:
    placed = make.place(market, [make.line(make.goods(market, price_minor=20_000))], choices={market.alpaca.id: choice})
    make.pay(market, placed)
    worker.drain()
    return make.order_codes(market, placed)[0]


def slip(page: str) -> str:
    found = re.search(r'(?s)<section class="sheet slip">.*?</section>', page)
    assert found is not None
    return " ".join(found[0].split())


def test_the_sheet_shows_prices_unless_the_buyer_asked_for_none(app: Flask, market: Cast, worker: Worker) -> None:
    offers_gifts(market)
    alicia = client_of(app, market.alicia)
    plain = bought(market, worker, ShopChoice(wrapped=True))
    said = slip(alicia.get(f"/vender/hilos-alpaca/pedidos/{plain}/hoja").text)
    for words in ("$200.00", "Envoltura para regalo", "$45.00", "Total"):
        assert words in said, words
    gift = bought(market, worker, ShopChoice(wrapped=True, message="Con cariño,\n<i>Ana</i>", prices_hidden=True))
    page = alicia.get(f"/vender/hilos-alpaca/pedidos/{gift}/hoja").text
    assert "$" not in slip(page)
    assert "Con cariño, &lt;i&gt;Ana&lt;/i&gt;" in slip(page)
    assert "así lo pidió quien compró" in page
    assert "Va envuelto para regalo." in alicia.get(f"/vender/hilos-alpaca/pedidos/{gift}").text
    with market.as_alicia() as work:
        key = {"Authorization": f"Bearer {channels.make_key(work, name='Almacén', may=channels.KEY_MAY)}"}
    said = app.test_client().get(f"/api/v1/orders/{gift}", headers=key).json
    assert said["delivery"] == "ordinary"
    assert said["gift"] == {"wrapped": True, "message": "Con cariño,\n<i>Ana</i>", "prices_hidden": True}
    assert [one["amount_minor"] for one in said["amounts"] if one["kind"] == "wrap"] == [4_500]


def test_the_draft_of_its_invoice_names_the_wrapping_and_sums_to_what_was_paid(market: Cast, worker: Worker) -> None:
    offers_gifts(market)
    code = ask(market, worker, bought(market, worker, ShopChoice(wrapped=True)))
    with market.as_alicia() as work:
        root = parse_xml(draft_invoice(work, code))
        order = service.get_order(work, root.get("Folio"))
    assert root.get("Total") == f"{order.total_minor / 100:.2f}"
    names = [node.get("Descripcion") for node in root.iter("{http://www.sat.gob.mx/cfd/4}Concepto")]
    assert names[1:] == ["Envoltura para regalo", "Envío"]
