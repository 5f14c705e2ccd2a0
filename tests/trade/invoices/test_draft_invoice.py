"""The market drafts the XML from what was frozen with the order: every line with its key, all of it to the centavo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update
from structlog.testing import capture_logs

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.errors import UnknownSatKey
from marketplace.goods.catalog.models import Product
from marketplace.money.cfdi.reading import parse_xml
from marketplace.money.payments import PaidWith, ProviderSilent
from marketplace.money.payments.gateways.stripe import Stripe
from marketplace.people.sellers.models import ShopTax
from marketplace.trade.invoices import papers
from marketplace.trade.invoices.drafting import draft_invoice
from marketplace.trade.invoices.errors import DraftNotTaken, ShopWithoutRfc
from marketplace.trade.invoices.rules import LeftLine, shared_out
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask as ask_back
from tests.care.asking import finish
from tests.cast import Cast
from tests.trade.invoices.papers import CARLA, ask, asked, order_of, paid, requests, send, stamped
from tests.web.asking import client_of

CFDI = "{http://www.sat.gob.mx/cfd/4}"


def test_it_says_what_was_bought_and_has_no_seal(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker, pieces=3)
    with market.as_alicia() as work:
        xml = draft_invoice(work, code)
    root = parse_xml(xml)
    assert root.get("Total") == f"{order_of(market, order).total_minor / 100:.2f}"
    assert not {"Sello", "Certificado", "NoCertificado"} & set(root.attrib)
    assert b"TimbreFiscalDigital" not in xml
    receiver = root.find(f"{CFDI}Receptor")
    assert (receiver.get("Rfc"), receiver.get("Nombre"), receiver.get("UsoCFDI")) == (
        CARLA.rfc,
        "CARLA MÉNDEZ",
        CARLA.use,
    )
    keys = [node.get("ClaveProdServ") for node in root.iter(f"{CFDI}Concepto")]
    assert keys == ["11151700", "78102200"]  # yarn by its category, and the way


def test_the_shops_own_key_goes_before_its_categorys(market: Cast, worker: Worker) -> None:
    _order, code = asked(market, worker)
    with market.above() as work:
        work.session.execute(update(Product).values(sat_key="11151701", sat_unit="XPK"))
    with market.as_alicia() as work:
        root = parse_xml(draft_invoice(work, code))
    first = next(root.iter(f"{CFDI}Concepto"))
    assert (first.get("ClaveProdServ"), first.get("ClaveUnidad")) == ("11151701", "XPK")


def test_a_key_that_the_tax_office_does_not_have_is_refused(market: Cast) -> None:
    with market.as_alicia() as work, pytest.raises(products.errors.UnknownSatKey):
        products.create_product(work, replace(make.YARN, sat_key="99999999"))
    with market.as_alicia() as work, pytest.raises(products.errors.UnknownSatUnit):
        products.create_product(work, replace(make.YARN, sat_unit="ZZZ"))


def test_what_went_back_before_is_not_in_it(market: Cast, worker: Worker) -> None:
    order = make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=33_333), 3)])
    finish(market, worker, ask_back(market, order, 1))
    code = ask(market, worker, order)
    with market.as_alicia() as work:
        root = parse_xml(draft_invoice(work, code))
    bought = order_of(market, order)
    assert root.get("Total") == f"{(bought.total_minor - bought.refunded_minor) / 100:.2f}"
    assert next(root.iter(f"{CFDI}Concepto")).get("Cantidad") == "2"


def test_a_credit_note_is_drafted_for_what_went_back_about_the_invoice(market: Cast, worker: Worker) -> None:
    order = make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=33_333), 3)])
    sale = ask(market, worker, order)
    send(market, worker, sale, stamped(order_of(market, order).total_minor))
    finish(market, worker, ask_back(market, order, 1))
    first, credit = requests(market)
    with market.as_alicia() as work:
        root = parse_xml(draft_invoice(work, credit.code))
    assert (root.get("TipoDeComprobante"), root.get("Total")) == ("E", "333.33")
    related = root.find(f"{CFDI}CfdiRelacionados")
    assert related.get("TipoRelacion") == "03"
    assert related.find(f"{CFDI}CfdiRelacionado").get("UUID") == first.uuid


def test_a_shop_without_rfc_has_no_draft(market: Cast, worker: Worker) -> None:
    _order, code = asked(market, worker)
    with market.above() as work:
        work.session.execute(update(ShopTax).values(rfc="XAXX010101000"))
    with market.as_alicia() as work, pytest.raises(ShopWithoutRfc):
        draft_invoice(work, code)


def test_a_name_that_grows_in_capitals_is_kept_to_what_the_format_holds(market: Cast, worker: Worker) -> None:
    _order, code = asked(market, worker, data=replace(CARLA, name="ß" * 254))
    with market.as_alicia() as work:
        root = parse_xml(draft_invoice(work, code))
    assert root.find(f"{CFDI}Receptor").get("Nombre") == "S" * 300


def test_a_key_that_the_tax_office_took_out_is_named(app: Flask, market: Cast, worker: Worker) -> None:
    _order, code = asked(market, worker)
    with market.above() as work:
        work.session.execute(update(Product).values(sat_key="99999999"))
    with market.as_alicia() as work, pytest.raises(UnknownSatKey) as why:
        draft_invoice(work, code)
    assert why.value.details == {"key": "99999999"}
    answer = client_of(app, market.alicia).get(f"/vender/hilos-alpaca/facturas/{code}/borrador")
    assert answer.status_code == 422
    assert "99999999 no está en el catálogo" in answer.text


def test_what_does_not_fit_the_format_is_said_and_the_log_names_nobody(
    app: Flask, market: Cast, worker: Worker
) -> None:
    _order, code = asked(market, worker, data=replace(CARLA, name="| |"))
    answer = client_of(app, market.alicia).get(f"/vender/hilos-alpaca/facturas/{code}/borrador")
    assert answer.status_code == 409
    assert "No se puede hacer el borrador" in answer.text
    with market.as_alicia() as work, capture_logs() as logs, pytest.raises(DraftNotTaken):
        draft_invoice(work, code)
    (said,) = logs
    assert "Receptor.Nombre" in said["faults"]
    assert CARLA.rfc not in said["faults"]


def test_money_that_went_back_for_no_piece_lowers_the_largest_line() -> None:
    small, large = (
        LeftLine(name, "", "estambres", None, None, 1, minor, 1600) for name, minor in (("a", 500), ("b", 900))
    )
    assert [line.gross_minor for line in shared_out([small, large], 1_000)] == [500, 500]
    assert [line.name for line in shared_out([small, large], 300)] == ["a"]


FORMS = [("credit", "04"), ("debit", "28"), ("oxxo", "01"), ("spei", "03")]


@pytest.mark.parametrize(("way", "form"), FORMS)
def test_the_draft_says_how_it_was_paid_and_so_does_the_order(
    app: Flask, market: Cast, worker: Worker, way: str, form: str
) -> None:
    order = paid(market, worker, way)
    code = ask(market, worker, order)
    with market.as_alicia() as work:
        assert parse_xml(draft_invoice(work, code)).get("FormaPago") == form
    said = {"credit": "Con tarjeta de crédito.", "debit": "débito.", "oxxo": "en OXXO.", "spei": "SPEI."}[way]
    assert said in client_of(app, market.alicia).get(f"/vender/hilos-alpaca/pedidos/{order}").text


def test_where_the_provider_does_not_say_which_card_it_was_nobody_waits_and_it_is_credit(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:

    def silent(_self: Stripe, _ref: str) -> PaidWith:
        raise ProviderSilent

    monkeypatch.setattr(Stripe, "find_paid_with", silent)
    code = ask(market, worker, paid(market, worker, "debit"))
    with market.as_alicia() as work:
        assert parse_xml(draft_invoice(work, code)).get("FormaPago") == "04"


@pytest.mark.parametrize(("paid_by", "form"), [("oxxo", "03"), ("debit", "28"), ("", "04")])
def test_what_was_paid_in_cash_goes_back_by_transfer(paid_by: str, form: str) -> None:
    assert papers.back_form(paid_by) == form
