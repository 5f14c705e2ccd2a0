"""A shop sends the invoice that it issued: its XML is compared with the order, to the centavo."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from marketplace.kernel.errors import NotAllowed, Refusal
from marketplace.money.cfdi import CfdiKind
from marketplace.money.cfdi.errors import NotACfdi
from marketplace.platform.notifications.models import Notification
from marketplace.trade.invoices import errors, send_invoice, service
from marketplace.trade.invoices.rules import InvoiceState
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask as ask_back
from tests.care.asking import finish
from tests.cast import Cast
from tests.trade.invoices.papers import ALPACA, PDF_KEY, ask, asked, order_of, request_of, send, stamped, story, waiting


def test_the_buyer_hears_of_it_and_the_story_tells(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    total = order_of(market, order).total_minor
    send(market, worker, code, stamped(total))
    request = request_of(market, code)
    assert (request.state, request.amount_minor, request.answered_by) == ("sent", total, market.alicia.name)
    assert request.uuid
    assert request.uuid.lower() in (request.xml or "").lower()
    assert story(market, order_of(market, order).id) == ["invoice_asked", "invoice_sent"]
    with market.above() as work:
        kinds = work.session.scalars(select(Notification.kind).where(Notification.account_id == market.carla.id)).all()
    assert "invoice_sent" in kinds


def test_who_only_packs_and_the_neighbour_may_not(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    xml = stamped(order_of(market, order).total_minor)
    with market.as_pia() as work, pytest.raises(NotAllowed):
        send_invoice(work, code, xml=xml, pdf_key=PDF_KEY)
    with market.as_bruno() as work, pytest.raises(errors.NoSuchInvoice):
        send_invoice(work, code, xml=xml, pdf_key=PDF_KEY)
    assert request_of(market, code).state == InvoiceState.ASKED


def refused(market: Cast, code: str, xml: bytes) -> Refusal:
    with market.as_alicia() as work, pytest.raises(Refusal) as why, work.attempt():
        send_invoice(work, code, xml=xml, pdf_key=PDF_KEY)
    request = request_of(market, code)
    assert (request.state, request.uuid, request.xml, request.pdf_key) == (InvoiceState.ASKED, None, None, None)
    return why.value


@pytest.mark.parametrize("off", [-1, 1])
def test_a_centavo_more_or_less_is_refused_with_both_numbers(market: Cast, worker: Worker, off: int) -> None:
    order, code = asked(market, worker)
    total = order_of(market, order).total_minor
    refusal = refused(market, code, stamped(total + off))
    assert isinstance(refusal, errors.OtherTotal)
    assert refusal.field == "xml"
    assert refusal.details == {"found": f"{(total + off) / 100:,.2f}", "asked": f"{total / 100:,.2f}"}


def test_another_receiver_issuer_or_kind_is_refused(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    total = order_of(market, order).total_minor
    assert isinstance(refused(market, code, stamped(total, to="FUNK671228PH6")), errors.OtherReceiver)
    other = replace(ALPACA, rfc="WATM640917J45")
    assert isinstance(refused(market, code, stamped(total, issuer=other)), errors.OtherIssuer)
    assert isinstance(refused(market, code, stamped(total, kind=CfdiKind.CREDIT)), errors.OtherKind)


def test_what_is_not_stamped_or_was_changed_since_is_refused(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    xml = stamped(order_of(market, order).total_minor)
    assert isinstance(
        refused(market, code, stamped(order_of(market, order).total_minor, stamp=False)), errors.NotStamped
    )
    assert isinstance(refused(market, code, xml.replace(b"Estambre", b"Estampas")), errors.SealBroken)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"<a/>", b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>']
)
def test_what_is_no_invoice_is_refused(market: Cast, worker: Worker, data: bytes) -> None:
    _order, code = asked(market, worker)
    assert isinstance(refused(market, code, data), NotACfdi)


def test_one_folio_answers_one_request(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    xml = stamped(order_of(market, order).total_minor)
    send(market, worker, code, xml)
    _other, second = asked(market, worker)
    assert isinstance(refused(market, second, xml), errors.UsedUuid)


def test_it_is_of_what_is_left_when_something_went_back_before(market: Cast, worker: Worker) -> None:
    order = make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=20_000), 3)])
    finish(market, worker, ask_back(market, order, 1))
    code = ask(market, worker, order)
    bought = order_of(market, order)
    assert bought.refunded_minor == 20_000
    assert isinstance(refused(market, code, stamped(bought.total_minor)), errors.OtherTotal)
    send(market, worker, code, stamped(bought.total_minor - 20_000))
    assert request_of(market, code).amount_minor == bought.total_minor - 20_000


def test_what_was_sent_is_not_sent_again(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    total = order_of(market, order).total_minor
    send(market, worker, code, stamped(total))
    first, another = request_of(market, code).uuid, stamped(total)
    with market.as_alicia() as work, pytest.raises(errors.InvoiceWrongState), work.attempt():
        send_invoice(work, code, xml=another, pdf_key=PDF_KEY)
    assert request_of(market, code).uuid == first


def test_one_paper_answers_one_request_whatever_folio_its_stamp_is_given(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    xml = stamped(order_of(market, order).total_minor)
    send(market, worker, code, xml)
    first = request_of(market, code).uuid or ""
    _other, second = asked(market, worker)
    other_folio = xml.replace(first.encode(), b"11111111-2222-3333-4444-555555555555")
    assert other_folio != xml
    assert isinstance(refused(market, second, other_folio), errors.UsedUuid)


def test_a_stamp_of_another_paper_is_refused(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    xml = stamped(order_of(market, order).total_minor)
    strange = re.sub(rb'SelloCFD="[^"]{8}', b'SelloCFD="AAAAAAAA', xml)
    assert strange != xml
    assert isinstance(refused(market, code, strange), errors.SealBroken)


def test_what_is_no_invoice_makes_nobody_wait(market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    order, code = asked(market, worker)
    monkeypatch.setattr(service, "_lock", lambda *_: pytest.fail("it locked before it read"))
    with market.as_alicia() as work, pytest.raises(NotACfdi):
        send_invoice(work, code, xml=b"<a/>", pdf_key=PDF_KEY)
    assert order_of(market, order)


def test_one_that_waits_for_its_payment_is_none(market: Cast, worker: Worker) -> None:
    code, xml = waiting(market), stamped(100)
    with market.as_alicia() as work, pytest.raises(errors.NoSuchInvoice):
        send_invoice(work, code, xml=xml, pdf_key=PDF_KEY)
    assert request_of(market, code).state == InvoiceState.WAITING
