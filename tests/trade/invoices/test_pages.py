"""From asking to fetching, on the pages and without scripts: what was typed stays, and each sees only what is theirs."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.trade.invoices.rules import InvoiceState
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.trade.buying import guest_purchase
from tests.trade.invoices.papers import ask, asked, order_of, request_of, requests, stamped
from tests.web.asking import PDF, add, client_of, form_of

TAX = {
    "rfc": "gode 561231 gr8", "name": "Carla Méndez", "postal_code": "06700", "regime": "612", "use": "G03",
}  # fmt: skip


@pytest.fixture
def carla(app: Flask, market: Cast) -> FlaskClient:
    return client_of(app, market.carla)


@pytest.fixture
def alicia(app: Flask, market: Cast) -> FlaskClient:
    return client_of(app, market.alicia)


def files(xml: bytes, pdf: bytes = PDF) -> dict[str, tuple[io.BytesIO, str]]:
    return {"xml": (io.BytesIO(xml), "factura.xml"), "pdf": (io.BytesIO(pdf), "factura.pdf")}


def test_it_is_asked_for_sent_and_fetched(
    market: Cast, worker: Worker, carla: FlaskClient, alicia: FlaskClient
) -> None:
    order = make.paid_order(market, worker, [make.line(make.goods(market))])
    assert f"/pedidos/{order}/factura" in carla.get(f"/pedidos/{order}").text
    assert carla.post(f"/pedidos/{order}/factura", data=TAX).status_code == 302
    (request,) = requests(market)
    assert request.rfc == "GODE561231GR8"
    at = f"/vender/hilos-alpaca/facturas/{request.code}"
    assert request.code in alicia.get("/vender/hilos-alpaca/facturas").text
    assert "borrador" in alicia.get(at).text
    assert alicia.get(f"{at}/borrador").mimetype == "application/xml"
    xml = stamped(order_of(market, order).total_minor)
    assert alicia.post(f"{at}/enviar", data=files(xml)).status_code == 302
    page = carla.get(f"/pedidos/{order}/factura").text
    pdf = re.search(r'href="(/archivos/invoices/[^"]+)"', page)
    assert pdf is not None
    assert carla.get(pdf[1].replace("&amp;", "&")).data == PDF
    answer = carla.get(f"/pedidos/{order}/factura/{request.code}/xml")
    assert (answer.data, answer.headers["Content-Disposition"][:10]) == (xml, "attachment")


def test_what_is_wrong_is_said_at_its_box_and_what_was_typed_stays(
    market: Cast, worker: Worker, carla: FlaskClient
) -> None:
    order = make.paid_order(market, worker, [make.line(make.goods(market))])
    answer = carla.post(f"/pedidos/{order}/factura", data={**TAX, "rfc": "GODE561231GR9", "name": "Carla M"})
    assert answer.status_code == 422
    assert 'id="rfc-error"' in answer.text
    assert 'value="Carla M"' in answer.text
    answer = carla.post(f"/pedidos/{order}/factura", data={**TAX, "rfc": "XAXX010101000"})
    assert "genérico" in answer.text
    answer = carla.post(f"/pedidos/{order}/factura", data={**TAX, "regime": "601"})
    assert 'id="regime-error"' in answer.text
    assert requests(market) == []


@pytest.mark.parametrize(
    ("sent", "box"),
    [
        ({}, "xml"),
        ({"xml": (b"<a/>", "factura.xml"), "pdf": (PDF, "factura.pdf")}, "xml"),
        ({"xml": (b" " * (1024 * 1024 + 1), "factura.xml"), "pdf": (PDF, "factura.pdf")}, "xml"),
        ({"xml": (b"<a/>", "factura.xml"), "pdf": (b"no", "factura.pdf")}, "pdf"),
    ],
)
def test_files_that_are_none_are_said_at_their_boxes(
    market: Cast, worker: Worker, alicia: FlaskClient, sent: dict[str, tuple[bytes, str]], box: str
) -> None:
    _order, code = asked(market, worker)
    data = {name: (io.BytesIO(content), called) for name, (content, called) in sent.items()}
    answer = alicia.post(f"/vender/hilos-alpaca/facturas/{code}/enviar", data=data)
    answer.request.environ["wsgi.input"].close()  # the client leaves its own temporary file open
    assert answer.status_code == 422
    assert f'id="{box}-error"' in answer.text
    assert request_of(market, code).state == InvoiceState.ASKED


def test_the_markets_own_draft_is_told_to_be_a_draft(
    market: Cast, worker: Worker, carla: FlaskClient, alicia: FlaskClient
) -> None:
    _order, code = asked(market, worker)
    at = f"/vender/hilos-alpaca/facturas/{code}"
    answer = alicia.post(f"{at}/enviar", data=files(alicia.get(f"{at}/borrador").data))
    assert answer.status_code == 422
    said = re.search(r'id="xml-error">([^<]+)<', answer.text)
    assert said is not None
    assert "es un borrador" in said[1]
    assert "TimbreFiscalDigital" in said[1]
    assert request_of(market, code).state == InvoiceState.ASKED


def test_the_pdf_stays_when_the_xml_is_wrong(market: Cast, worker: Worker, alicia: FlaskClient) -> None:
    order, code = asked(market, worker)
    at = f"/vender/hilos-alpaca/facturas/{code}/enviar"
    total = order_of(market, order).total_minor
    answer = alicia.post(at, data=files(stamped(total + 1)))
    assert f"${total / 100:,.2f}" in answer.text
    assert f"${(total + 1) / 100:,.2f}" in answer.text
    kept = re.search(r'name="pdf-kept" value="([^"]+)"', answer.text)
    assert kept is not None
    again = {"pdf-kept": kept[1], "xml": (io.BytesIO(stamped(total)), "factura.xml")}
    assert alicia.post(at, data=again).status_code == 302
    assert request_of(market, code).state == InvoiceState.SENT


def test_a_guest_asks_by_their_link(app: Flask, market: Cast, worker: Worker) -> None:
    code, secret = guest_purchase(market, worker)
    guest = app.test_client()
    assert guest.get(f"/compra/{code}/factura").status_code != 200
    guest.get(f"/compra/{code}/enlace/{secret}")
    assert guest.post(f"/compra/{code}/factura", data=TAX).status_code == 302
    assert [one.state for one in requests(market)] == [InvoiceState.ASKED]


def test_another_buyers_invoice_is_nowhere(app: Flask, market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    diego = client_of(app, market.diego)
    assert diego.get(f"/pedidos/{order}/factura").status_code == 404
    assert diego.get(f"/pedidos/{order}/factura/{code}/xml").status_code == 404
    bruno = client_of(app, market.bruno)
    assert bruno.get(f"/vender/ferreteria-abedul/facturas/{code}").status_code == 404


def test_kept_data_are_filled_in_changed_and_forgotten(market: Cast, worker: Worker, carla: FlaskClient) -> None:
    order = make.paid_order(market, worker, [make.line(make.goods(market))])
    carla.post(f"/pedidos/{order}/factura", data={**TAX, "keep": "y"})
    other = make.paid_order(market, worker, [make.line(make.goods(market))])
    assert 'value="GODE561231GR8"' in carla.get(f"/pedidos/{other}/factura").text
    assert carla.post("/cuenta/datos-fiscales", data={**TAX, "name": "Carla M"}).status_code == 302
    assert 'value="Carla M"' in carla.get("/cuenta/datos-fiscales").text
    carla.post("/cuenta/datos-fiscales/borrar")
    assert "GODE561231GR8" not in carla.get("/cuenta/datos-fiscales").text
    assert requests(market)[0].name == "Carla Méndez"  # what was asked for stays


def _checkout(client: FlaskClient, goods: make.Goods, **more: str) -> dict[str, str]:
    add(client, goods)
    client.post("/envio-a", data={"postal_code": "06700"})
    return {**form_of(client), **more}


INVOICE = {
    "invoice": "y", "rfc": "GODE561231GR8", "tax_name": "Carla Méndez", "tax_postal_code": "06700", "regime": "612",
    "use": "G03",
}  # fmt: skip


def test_at_the_checkout_it_is_asked_for_with_the_purchase(market: Cast, browser_client: FlaskClient) -> None:
    sent = _checkout(browser_client, make.goods(market), **INVOICE)
    assert browser_client.post("/pagar", data=sent).status_code in (302, 303)
    assert [(one.state, one.rfc) for one in requests(market)] == [(InvoiceState.WAITING, "GODE561231GR8")]


def test_without_the_box_nothing_is_asked_for(market: Cast, browser_client: FlaskClient) -> None:
    sent = _checkout(browser_client, make.goods(market))
    assert browser_client.post("/pagar", data=sent).location != "/pagar"
    assert requests(market) == []


def test_who_writes_there_asks_also_without_the_tick(market: Cast, browser_client: FlaskClient) -> None:
    sent = _checkout(browser_client, make.goods(market), rfc="nada")
    answer = browser_client.post("/pagar", data=sent, follow_redirects=True)
    assert 'id="rfc-error"' in answer.text
    assert requests(market) == []


def test_who_takes_the_tick_back_buys_without_an_invoice_whatever_was_typed(
    market: Cast, browser_client: FlaskClient
) -> None:
    sent = _checkout(browser_client, make.goods(market), **{**INVOICE, "rfc": "nada"})
    shown = browser_client.post("/pagar", data=sent, follow_redirects=True).text
    assert 'name="invoice_asked" value="1"' in shown
    again = {**form_of(browser_client), **sent, "invoice_asked": "1"}
    del again["invoice"]
    assert browser_client.post("/pagar", data=again).location != "/pagar"
    assert requests(market) == []


@pytest.mark.parametrize(
    ("wrong", "box"), [({"rfc": "nada"}, "rfc"), ({"regime": "601"}, "regime"), ({"tax_name": ""}, "tax_name")]
)
def test_at_the_checkout_what_is_wrong_is_said_at_its_box_and_nothing_is_bought(
    market: Cast, browser_client: FlaskClient, wrong: dict[str, str], box: str
) -> None:
    sent = _checkout(browser_client, make.goods(market), **{**INVOICE, **wrong})
    answer = browser_client.post("/pagar", data=sent, follow_redirects=True)
    assert f'id="{box}-error"' in answer.text
    assert 'value="Lucía Ramos"' in answer.text
    assert re.search(r"<details[^>]* open", answer.text)
    assert requests(market) == []


def test_the_shop_says_which_of_the_data_is_wrong(
    market: Cast, worker: Worker, carla: FlaskClient, alicia: FlaskClient
) -> None:
    order, code = asked(market, worker)
    at = f"/vender/hilos-alpaca/facturas/{code}/datos"
    assert alicia.post(at, data={}).status_code == 422
    assert alicia.post(at, data={"reason": "name"}).status_code == 302
    assert "constancia" in carla.get(f"/pedidos/{order}/factura").text
    ask(market, worker, order)
    assert request_of(market, code).state == InvoiceState.ASKED


ALL_WRONG = {"rfc": "GODE561231GR8", "name": "", "postal_code": "99999", "regime": "601", "use": "D01"}


def test_all_that_is_wrong_with_tax_data_is_said_at_once(market: Cast, worker: Worker, carla: FlaskClient) -> None:
    order = make.paid_order(market, worker, [make.line(make.goods(market))])
    for at in (f"/pedidos/{order}/factura", "/cuenta/datos-fiscales"):
        answer = carla.post(at, data=ALL_WRONG)
        assert answer.status_code == 422
        assert re.findall(r'id="(\w+)-error"', answer.text) == ["postal_code", "name", "regime", "use"]
    assert requests(market) == []


def test_at_the_checkout_all_that_is_wrong_with_tax_data_is_said_at_once(
    market: Cast, browser_client: FlaskClient
) -> None:
    wrong = {name if name in ("rfc", "regime", "use") else f"tax_{name}": typed for name, typed in ALL_WRONG.items()}
    sent = _checkout(browser_client, make.goods(market), **{**INVOICE, **wrong})
    answer = browser_client.post("/pagar", data=sent, follow_redirects=True)
    assert re.findall(r'id="(\w+)-error"', answer.text) == ["tax_postal_code", "tax_name", "regime", "use"]
    assert requests(market) == []


@pytest.mark.parametrize("code", ["99999", "01002", "00001"])
def test_a_fiscal_postal_code_at_which_nobody_lives_is_not_taken(
    market: Cast, worker: Worker, carla: FlaskClient, code: str
) -> None:
    order = make.paid_order(market, worker, [make.line(make.goods(market))])
    answer = carla.post(f"/pedidos/{order}/factura", data={**TAX, "postal_code": code})
    assert answer.status_code == 422
    assert re.findall(r'id="(\w+)-error"', answer.text) == ["postal_code"]
    assert f'value="{code}"' in answer.text
    assert requests(market) == []


def test_who_must_mend_their_tax_data_reads_it_where_the_order_is(
    market: Cast, worker: Worker, carla: FlaskClient, alicia: FlaskClient
) -> None:
    order, code = asked(market, worker)
    purchase = re.search(r'href="(/compra/[^"/]+)"', carla.get(f"/pedidos/{order}").text)
    assert purchase is not None
    pages = (f"/pedidos/{order}", purchase[1])
    assert not any("Te toca: corregir" in carla.get(at).text for at in pages)
    at_the_shop = f"/vender/hilos-alpaca/pedidos/{order}"
    assert f"/vender/hilos-alpaca/facturas/{code}" in alicia.get(at_the_shop).text
    alicia.post(f"/vender/hilos-alpaca/facturas/{code}/datos", data={"reason": "name"})
    last = "31 dic"  # of the year in which it was bought
    for at in pages:
        page = " ".join(carla.get(at).text.split())
        assert "Te toca: corregir los datos de tu factura, a más tardar el " in page
        assert last in page
        assert "El nombre no es el de la constancia" in page
        assert f'href="/pedidos/{order}/factura"' in page
    assert "Le toca a quien compró: corregir" in alicia.get(at_the_shop).text


def test_who_may_not_issue_invoices_is_not_led_to_them_from_the_order(app: Flask, market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    assert f"facturas/{code}" not in client_of(app, market.pia).get(f"/vender/hilos-alpaca/pedidos/{order}").text
