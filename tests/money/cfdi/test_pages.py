"""A shop finds its papers by month, as XML and for paper, and nobody else's; staff see which stand still, and why."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from marketplace.money.cfdi import extra, read_cfdi
from marketplace.people.sellers.models import ShopTax
from marketplace.platform.channels.service import make_key
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.cfdi.monthly import draw, give_rfc, papers, stamper, this_month
from tests.web.asking import client_of, let_proof_age

PAGE = "/vender/hilos-alpaca/dinero/facturas"


@pytest.fixture
def drawn(market: Cast, worker: Worker) -> UUID:
    """The invoice of Hilos Alpaca's month; the neighbour's is drawn up too."""
    stamper()
    give_rfc(market)
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    draw(market, worker)
    return papers(market)["commission"].id


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_page_has_each_paper_with_its_state_and_both_files(app: Flask, market: Cast, drawn: UUID) -> None:
    alicia, paper = client_of(app, market.alicia), papers(market)["commission"]
    page = alicia.get(PAGE).text
    assert "Timbrada" in page
    assert "de prueba, sin valor fiscal" in page
    assert f"${paper.net_minor / 100:,.2f}" in page
    xml = alicia.get(f"{PAGE}/{drawn}.xml")
    assert xml.mimetype == "application/xml"
    assert read_cfdi(xml.data).uuid == paper.uuid
    told = text_of(alicia.get(f"{PAGE}/{drawn}.pdf").data)
    assert paper.uuid in told
    assert f"${paper.total_minor / 100:,.2f}" in told
    assert "no vale ante el SAT" in told


def test_the_certificate_is_of_a_month_and_of_a_year(app: Flask, market: Cast, drawn: UUID) -> None:
    alicia, paper, month = client_of(app, market.alicia), papers(market)["retention"], this_month(market)
    for period in (f"{month:%Y-%m}", f"{month:%Y}"):
        told = text_of(alicia.get(f"/vender/hilos-alpaca/dinero/constancias/{period}.pdf").data)
        assert "XIAA800101AB1" in told
        assert f"${paper.isr_withheld_minor / 100:,.2f}" in told
        assert f"${paper.iva_withheld_minor / 100:,.2f}" in told
        assert paper.uuid is not None
        assert paper.uuid in "".join(told.split())
    for period in ("1999", "2026-13", "x", "2026-1"):
        assert alicia.get(f"/vender/hilos-alpaca/dinero/constancias/{period}.pdf").status_code == 404


def test_others_find_none_and_who_packs_may_not(app: Flask, market: Cast, drawn: UUID) -> None:
    bruno, pia = client_of(app, market.bruno), client_of(app, market.pia)
    for kind in ("xml", "pdf"):
        assert bruno.get(f"/vender/ferreteria-abedul/dinero/facturas/{drawn}.{kind}").status_code == 404
        assert bruno.get(f"{PAGE}/{drawn}.{kind}").status_code == 404
        assert pia.get(f"{PAGE}/{drawn}.{kind}").status_code == 403
    assert str(drawn) not in bruno.get("/vender/ferreteria-abedul/dinero/facturas").text


def test_a_regime_of_another_kind_of_rfc_is_not_offered_nor_taken(app: Flask, market: Cast, drawn: UUID) -> None:
    alicia = client_of(app, market.alicia)
    page = alicia.get(PAGE).text
    assert 'value="612"' in page
    assert 'value="601"' not in page
    refused = alicia.post(PAGE, data={"regime": "601", "postal_code": "4410"})
    assert refused.status_code == 422
    assert 'value="4410"' in refused.text, "what was typed stays"
    with market.above() as work:
        assert work.session.get_one(ShopTax, (market.alpaca.id, market.alpaca.id)).regime is None
    assert alicia.post(PAGE, data={"regime": "626", "postal_code": "44100"}).status_code == 302
    with market.above() as work:
        tax = work.session.get_one(ShopTax, (market.alpaca.id, market.alpaca.id))
        assert (tax.regime, tax.postal_code) == ("626", "44100")


def test_without_the_extra_both_pages_say_so(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extra, "_NEEDED", ("no_such_package",))
    give_rfc(market)
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    draw(market, worker)
    alicia = client_of(app, market.alicia)
    assert "no tiene instalado lo que hace las facturas" in alicia.get(PAGE).text
    assert alicia.get(f"{PAGE}/{papers(market)['commission'].id}.xml").status_code == 404
    staff = client_of(app, market.sergio).get(f"/operacion/facturas?mes={this_month(market):%Y-%m}").text
    assert "requirements/cfdi.txt" in staff


def test_staff_see_what_was_refused_and_have_it_drawn_up_again(app: Flask, market: Cast, worker: Worker) -> None:
    twin = stamper()
    give_rfc(market)
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    twin.refusals = ["CFDI40147", "CFDI40147"]
    draw(market, worker)
    sergio = client_of(app, market.sergio)
    where = f"/operacion/facturas?mes={this_month(market):%Y-%m}"
    page = sergio.get(where).text
    assert "CFDI40147" in page
    assert "Hacer de nuevo" in page
    assert "detenid" in sergio.get("/operacion/").text
    paper = papers(market)["commission"]
    let_proof_age(market)
    assert not sergio.post(f"/operacion/facturas/{paper.id}").headers["Location"].endswith(where)
    worker.drain()
    assert papers(market)["commission"].state == "refused"
    sergio = client_of(app, market.sergio)
    assert sergio.post(f"/operacion/facturas/{paper.id}").headers["Location"].endswith(where)
    worker.drain()
    assert papers(market)["commission"].state == "stamped"
    assert papers(market)["retention"].state == "refused"


def key_of(market: Cast) -> dict[str, str]:
    with market.as_alicia() as work:
        secret = make_key(work, name="Contadora", may=["money.view"])
    return {"Authorization": f"Bearer {secret}"}


def test_the_api_lists_papers_and_gives_one_with_its_xml(
    browser_client: FlaskClient, market: Cast, drawn: UUID
) -> None:
    key = key_of(market)
    listed = browser_client.get("/api/v1/tax-papers", headers=key).get_json()["items"]
    assert {one["kind"] for one in listed} == {"commission", "retention"}
    month = this_month(market)
    assert {one["month"] for one in listed} == {month.isoformat()}
    assert browser_client.get(f"/api/v1/tax-papers?before={month}", headers=key).get_json() == {"items": []}
    one = browser_client.get(f"/api/v1/tax-papers/{drawn}", headers=key).get_json()
    assert read_cfdi(one["xml"].encode()).uuid == one["uuid"]
    assert browser_client.get(f"/api/v1/tax-papers/{UUID(int=7)}", headers=key).status_code == 404
