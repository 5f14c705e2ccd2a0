"""A shop's month has its papers: to the centavo what the books, the statement and the page of what was withheld say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree
from sqlalchemy import update

from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day, month_before
from marketplace.money.cfdi import drawing, extra, read_cfdi, service
from marketplace.money.cfdi.figures import CHARGED, settle
from marketplace.money.cfdi.gateways import PacTwin
from marketplace.money.cfdi.jobs import call_tax_months, try_again
from marketplace.money.cfdi.models import TaxPaper
from marketplace.money.cfdi.rules import Service
from marketplace.money.fees.rules import FeeKind
from marketplace.money.ledger import withheld_by_month
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, finish
from tests.cast import Cast
from tests.money.cfdi.monthly import draw, give_rfc, need_year, papers, said_by_statement, stamper, this_month

PLATFORMS = "{http://www.sat.gob.mx/esquemas/retencionpago/1/PlataformasTecnologicas10}"


@pytest.fixture
def twin(market: Cast) -> PacTwin:
    give_rfc(market)
    return stamper()


def sold(market: Cast, worker: Worker, prices: tuple[int, ...] = (19_999, 33_337, 4_501)) -> list[str]:
    return [
        make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=price), 2)]) for price in prices
    ]


def fees(said: dict[str, int]) -> tuple[int, int]:
    return -said["commission"] - said["processing"], -said["commission_iva"] - said["processing_iva"]


def test_commissions_are_what_the_statement_says_what_came_back_in_the_same_month_taken_off(
    market: Cast, worker: Worker, twin: PacTwin
) -> None:
    codes = sold(market, worker)
    finish(market, worker, ask(market, codes[0], 1))
    assert len(draw(market, worker)) == 2
    paper = papers(market)["commission"]
    net, iva = fees(dict(said_by_statement(market, paper.month)))
    assert (paper.state, paper.net_minor, paper.iva_minor) == ("stamped", net, iva)
    read = read_cfdi((paper.xml or "").encode())
    assert (read.kind, read.subtotal_minor, read.iva_minor, read.total_minor) == ("I", net, iva, net + iva)
    assert (read.receiver.rfc, read.receiver.name) == ("XIAA800101AB1", "ALICIA XICOTÉNCATL AMAYA")
    assert (read.receiver.regime, read.use, read.payment_form, read.payment_method) == ("625", "G03", "17", "PUE")
    assert read.uuid == paper.uuid
    assert read.is_sealed
    assert "commission_back" not in papers(market)


def test_the_retention_is_what_the_page_of_what_was_withheld_says(market: Cast, worker: Worker, twin: PacTwin) -> None:
    need_year(market)
    codes = sold(market, worker)
    finish(market, worker, ask(market, codes[0], 1))
    draw(market, worker)
    paper = papers(market)["retention"]
    with market.as_alicia() as work:
        told = withheld_by_month(work)[paper.month]
    assert (paper.isr_withheld_minor, paper.iva_withheld_minor) == (told.isr_minor, told.iva_minor)
    assert paper.net_minor + paper.iva_minor == told.operations_minor
    root = etree.fromstring((paper.xml or "").encode())
    totals = next(one for one in root if one.tag.endswith("Totales"))
    assert totals.get("MontoTotOperacion") == f"{paper.net_minor / 100:.2f}"
    assert totals.get("MontoTotRet") == f"{(told.isr_minor + told.iva_minor) / 100:.2f}"
    assert {one.get("ImpuestoRet"): one.get("MontoRet") for one in totals} == {
        "001": f"{told.isr_minor / 100:.2f}", "002": f"{told.iva_minor / 100:.2f}",
    }  # fmt: skip
    assert (root.get("CveRetenc"), root.find("{*}Periodo").get("MesIni")) == ("26", f"{paper.month:%m}")
    platform = root.find(f"{{*}}Complemento/{PLATFORMS}ServiciosPlataformasTecnologicas")
    services = platform.findall(f"{PLATFORMS}Servicios/{PLATFORMS}DetallesDelServicio")
    assert (platform.get("Periodicidad"), platform.get("NumServ")) == ("02", str(len(services)))
    assert {one.get("TipoDeServ") for one in services} == {"05"}
    assert sum(round(float(one.get("PrecioServSinIVA")) * 100) for one in services) == paper.net_minor
    assert platform.get("TotalIVATrasladado") == f"{paper.iva_minor / 100:.2f}"
    assert (paper.state, paper.is_test) == ("stamped", True)


def test_what_comes_back_in_a_later_month_is_a_credit_on_the_earlier_paper(
    market: Cast, worker: Worker, twin: PacTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = sold(market, worker)
    draw(market, worker)
    before = papers(market)["commission"]
    later = clock.now() + timedelta(days=32)
    returning = ask(market, codes[0], 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    finish(market, worker, returning)
    month = mexican_day(later).replace(day=1)
    assert month > before.month
    draw(market, worker, month=month)
    found = papers(market)
    net, iva = fees(dict(said_by_statement(market, month)))
    back = found["commission_back"]
    assert (back.net_minor, back.iva_minor) == (-net, -iva)
    read = read_cfdi((back.xml or "").encode())
    assert (read.kind, read.use, read.total_minor) == ("E", "G02", -net - iva)
    assert [(one.kind, one.uuids) for one in read.relations] == [("01", (before.uuid,))]
    assert found["commission"].id == before.id, "what was charged stays as it was"
    retention = found["retention"]
    assert (retention.month, retention.state, retention.lack) == (month, "drafted", "more_back")


def test_a_credit_waits_for_the_stamp_of_what_it_corrects(
    market: Cast, worker: Worker, twin: PacTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = sold(market, worker, (20_000,))
    twin.refusals = ["CFDI40158", "CFDI40158"]
    draw(market, worker)
    assert papers(market)["commission"].state == "refused"
    returning = ask(market, codes[0], 1)
    later = clock.now() + timedelta(days=32)
    monkeypatch.setattr(clock, "now", lambda: later)
    finish(market, worker, returning)
    draw(market, worker, month=mexican_day(later).replace(day=1))
    assert (papers(market)["commission_back"].state, papers(market)["commission_back"].lack) == ("drafted", "earlier")


def test_a_month_is_drawn_up_once(market: Cast, worker: Worker, twin: PacTwin) -> None:
    need_year(market)
    sold(market, worker, (20_000,))
    assert len(draw(market, worker)) == 2
    first = {kind: paper.uuid for kind, paper in papers(market).items()}
    assert draw(market, worker) == []
    assert {kind: paper.uuid for kind, paper in papers(market).items()} == first
    assert twin.stamped == 2


def test_the_clock_calls_the_month_that_is_over_and_no_other(
    market: Cast, worker: Worker, twin: PacTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold(market, worker, (20_000,))
    month = this_month(market)
    with market.above() as work:
        call_tax_months(work)
        assert work.facts == []
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    with market.above() as work:
        assert month_before(mexican_day(work.now)) == month
        call_tax_months(work)
    worker.drain()
    assert {paper.month for paper in papers(market).values()} == {month}
    with market.above() as work:
        call_tax_months(work)
        assert work.facts == []


def test_a_shop_without_rfc_has_its_invoice_and_no_certificate_yet(market: Cast, worker: Worker) -> None:
    need_year(market)
    stamper()
    give_rfc(market, rfc=None)
    sold(market, worker, (20_000,))
    draw(market, worker)
    found = papers(market)
    read = read_cfdi((found["commission"].xml or "").encode())
    assert (read.receiver.rfc, read.receiver.regime, read.use) == ("XAXX010101000", "616", "S01")
    assert (found["retention"].state, found["retention"].lack) == ("drafted", "rfc")
    give_rfc(market)
    with market.above() as work:
        work.session.execute(update(TaxPaper).values(tried_at=TaxPaper.tried_at - timedelta(hours=2)))
    with market.above() as work:
        try_again(work)
    worker.drain()
    assert papers(market)["retention"].state == "stamped"


def test_without_the_extra_papers_wait_and_nothing_breaks(
    market: Cast, worker: Worker, twin: PacTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold(market, worker, (20_000,))
    with monkeypatch.context() as without:
        without.setattr(extra, "_NEEDED", ("no_such_package",))
        draw(market, worker)
        assert {(one.state, one.lack) for one in papers(market).values()} == {("drafted", "extra")}
    with market.above() as work:
        paper = work.session.lock_row(TaxPaper, (market.alpaca.id, papers(market)["commission"].id))
        service.seal_paper(work, paper)
        assert (paper.state, paper.lack) == ("signed", None)


def test_nothing_moved_and_nothing_is_drawn_up(market: Cast, worker: Worker, twin: PacTwin) -> None:
    assert draw(market, worker) == []
    assert papers(market) == {}


def test_what_went_back_of_earlier_months_lowers_what_was_sold_with_the_same_iva() -> None:
    day = mexican_day(clock.now())
    services = [Service(day, 1_000, 160, 1600, 100), Service(day, 500, 0, 0, 50), Service(day, -300, -48, 1600, -30)]
    assert settle(services) == [Service(day, 700, 112, 1600, 70), Service(day, 500, 0, 0, 50)]
    assert sum(one.net_minor for one in settle([*services, Service(day, -9_000, 0, 0, 0)])) == 1_200 - 9_000


def test_whatever_the_market_charges_is_on_its_invoice() -> None:
    """A kind of fee that is new is billed too: those that bear IVA of the market's own."""
    assert set(CHARGED) == {FeeKind.COMMISSION.value, FeeKind.PROCESSING.value, FeeKind.INSTALMENTS.value}
    assert set(drawing._SAID) == set(CHARGED)
