"""What was withheld from a shop, by month, is what the books and the receipts say; the state's report says it of every shop."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine
from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger import Withheld, withheld_by_month
from marketplace.people.sellers.models import Shop, ShopTax
from marketplace.platform.desk import tax_report
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, finish
from tests.cast import Cast
from tests.platform.adjustments.asking import at_the_desk, made
from tests.web.asking import client_of


@pytest.fixture
def codes(market: Cast, worker: Worker) -> list[str]:
    """Two orders of Hilos Alpaca, of one of which a piece went back; the neighbour sold one."""
    goods = make.goods(market, price_minor=20_000)
    found = [make.delivered_order(market, worker, [make.line(goods, 2)]) for _time in range(2)]
    finish(market, worker, ask(market, found[0], 1))
    make.paid_order(market, worker, [make.line(make.goods(market, shop=market.abedul))])
    return found


def own(market: Cast) -> Withheld:
    with market.as_alicia() as work:
        ((month, told),) = withheld_by_month(work).items()
        assert month == mexican_day(work.now).replace(day=1)
        return told


def test_a_month_holds_what_the_lines_of_its_fees_say_and_an_adjustment_changes_nothing(
    market: Cast, codes: list[str]
) -> None:
    told = own(market)
    with market.above() as work:
        lines = work.session.execute(
            select(FeeLine.kind, FeeLine.amount_minor).where(FeeLine.tenant_id == market.alpaca.id)
        )
        sums: dict[str, int] = {}
        for kind, amount in lines:
            sums[kind] = sums.get(kind, 0) + amount
        sold, refunded = map(sum, zip(*work.session.execute(
            select(Order.total_minor, Order.refunded_minor).where(Order.tenant_id == market.alpaca.id)
        ).all(), strict=True))  # fmt: skip
    assert told == Withheld(
        sold, refunded, sums["isr_withheld"], sums["iva_withheld"],
        sums["commission_iva"] + sums["processing_iva"],
    )  # fmt: skip
    assert told.isr_minor > 0
    made(market)
    assert own(market) == told


def test_the_shop_reads_it_and_takes_it_along(app: Flask, market: Cast, codes: list[str]) -> None:
    told, alicia = own(market), client_of(app, market.alicia)
    page = alicia.get("/vender/hilos-alpaca/dinero/retenciones").text
    assert f"${told.isr_minor / 100:,.2f}" in page
    answer = alicia.get("/vender/hilos-alpaca/dinero/retenciones/archivo")
    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert row["IVA retenido, acreditable"] == f"{told.iva_minor / 100:.2f}"
    assert client_of(app, market.pia).get("/vender/hilos-alpaca/dinero/retenciones").status_code == 403


def report(market: Cast) -> list[dict[str, str]]:
    with at_the_desk(market.sergio) as work:
        written = tax_report.write_report(work, mexican_day(work.now).replace(day=1))
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))


def test_the_report_has_a_line_of_each_shop_that_sold_with_what_the_law_names(market: Cast, codes: list[str]) -> None:
    with market.above() as work:
        keys = {
            "legal_name": "=Alicia",
            "rfc": "XIAA800101AB1",
            "curp": "XIAA800101MDFCLL08",
            "clabe": "012180001183597198",
        }
        work.session.execute(update(ShopTax).where(ShopTax.tenant_id == market.alpaca.id).values(**keys))
    told, rows = own(market), report(market)
    assert len(rows) == 2
    with market.above() as work:
        shop = work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id))
    assert next(row for row in rows if row["rfc"] == "XIAA800101AB1") == {
        "nombre": "'=Alicia",  # nothing that a spreadsheet carries out
        "rfc": "XIAA800101AB1", "curp": "XIAA800101MDFCLL08",
        "domicilio": f"{shop.street}, {shop.city}, {shop.state}", "codigo_postal": shop.postal_code,
        "clave_banco": "012", "clabe": "012180001183597198",
        "operaciones": f"{told.operations_minor / 100:.2f}", "isr_retenido": f"{told.isr_minor / 100:.2f}",
        "iva_retenido": f"{told.iva_minor / 100:.2f}",
    }  # fmt: skip


def test_who_took_it_is_written_down_and_the_page_before_it_shows_nobodys_keys(
    app: Flask, market: Cast, codes: list[str]
) -> None:
    report(market)
    with market.above() as work:
        line = work.session.scalars(select(AuditLine).where(AuditLine.verb == "finance.tax_report")).one()
        tax = work.session.scalars(select(ShopTax).where(ShopTax.tenant_id == market.alpaca.id)).one()
        month = f"{mexican_day(work.now):%Y-%m}"
    assert (line.actor, line.details["shops"]) == (market.sergio.name, 2)
    page = client_of(app, market.sergio).get(f"/operacion/finanzas/informe?mes={month}").text
    assert tax.legal_name in page
    for key in filter(None, (tax.rfc, tax.curp, tax.clabe)):
        assert key not in page
    with pytest.raises(NotAllowed), at_the_desk(market.sergio, "support") as work:
        tax_report.write_report(work, mexican_day(work.now))


def test_what_is_missing_is_said_and_a_month_without_sales_is_empty(app: Flask, market: Cast, codes: list[str]) -> None:
    with market.above() as work:
        work.session.execute(update(ShopTax).where(ShopTax.tenant_id == market.alpaca.id).values(rfc=None, clabe=None))
        month = mexican_day(work.now).replace(day=1)
        assert next(one for one in tax_report.reported(work, month) if not one.rfc).missing == ["rfc", "clabe"]
    page = client_of(app, market.sergio).get("/operacion/finanzas/informe?mes=x").text
    assert "Nada que informar" in page
