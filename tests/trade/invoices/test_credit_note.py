"""Money goes back after an invoice was sent: the shop owes its buyer a credit note of just that, and hears of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.money.cfdi import CfdiKind, Relation, RelationKind
from marketplace.money.payments.events import RefundSucceeded
from marketplace.platform.notifications.models import Notification
from marketplace.trade.invoices import decline_invoice, errors, send_invoice
from marketplace.trade.invoices.jobs import credit_refund
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.invoices.rules import InvoiceDecline, InvoiceKind, InvoiceState
from marketplace.trade.orders import cancel_order
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask as ask_back
from tests.care.asking import finish
from tests.cast import Cast
from tests.trade.invoices.papers import (
    PDF_KEY,
    ask,
    asked,
    order_of,
    request_of,
    requests,
    send,
    stamped,
    story,
)


def credits_of(market: Cast) -> list[InvoiceRequest]:
    return [one for one in requests(market) if one.kind == InvoiceKind.CREDIT]


def invoiced(market: Cast, worker: Worker) -> tuple[str, InvoiceRequest]:
    """A delivered order of three pieces whose invoice was sent: its code, and the invoice."""
    order = make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=20_000), 3)])
    code = ask(market, worker, order)
    send(market, worker, code, stamped(order_of(market, order).total_minor))
    return order, request_of(market, code)


def test_what_went_back_is_owed_as_a_credit_note(market: Cast, worker: Worker) -> None:
    order, sale = invoiced(market, worker)
    finish(market, worker, ask_back(market, order, 1))
    (credit,) = credits_of(market)
    assert (credit.amount_minor, credit.corrects_id, credit.state) == (20_000, sale.id, InvoiceState.ASKED)
    assert credit.for_whom == sale.for_whom
    assert story(market, sale.order_id) == ["invoice_asked", "invoice_sent", "invoice_credit_due"]
    with market.above() as work:
        told = work.session.scalars(select(Notification).where(Notification.kind == "invoice_credit_due")).one()
    assert (told.tenant_id, told.data["amount"]) == (market.alpaca.id, 20_000)


def test_a_second_return_owes_only_its_own(market: Cast, worker: Worker) -> None:
    order, _sale = invoiced(market, worker)
    finish(market, worker, ask_back(market, order, 1))
    finish(market, worker, ask_back(market, order, 2))
    assert [one.amount_minor for one in credits_of(market)] == [20_000, 40_000]


def test_hearing_of_it_twice_owes_it_once(market: Cast, worker: Worker) -> None:
    order, sale = invoiced(market, worker)
    finish(market, worker, ask_back(market, order, 1))
    with market.above("clock") as work:
        credit_refund(work, RefundSucceeded(sale.tenant_id, sale.order_id, "return:again", 20_000))
    assert len(credits_of(market)) == 1


def test_it_names_the_invoice_and_cannot_be_declined(market: Cast, worker: Worker) -> None:
    order, sale = invoiced(market, worker)
    finish(market, worker, ask_back(market, order, 1))
    (credit,) = credits_of(market)
    with market.as_alicia() as work, pytest.raises(errors.CreditIsOwed), work.attempt():
        decline_invoice(work, credit.code, reason=InvoiceDecline.RFC)
    alone = stamped(20_000, kind=CfdiKind.CREDIT)
    with market.as_alicia() as work, pytest.raises(errors.NotRelated), work.attempt():
        send_invoice(work, credit.code, xml=alone, pdf_key=PDF_KEY)
    assert request_of(market, credit.code).state == InvoiceState.ASKED
    about = (Relation(RelationKind.GOODS_BACK, (sale.uuid or "",)),)
    send(market, worker, credit.code, stamped(20_000, kind=CfdiKind.CREDIT, relations=about))
    assert request_of(market, credit.code).state == InvoiceState.SENT


def test_before_it_was_sent_nothing_is_credited(market: Cast, worker: Worker) -> None:
    order = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    ask(market, worker, order)
    finish(market, worker, ask_back(market, order, 1))
    assert [one.state for one in requests(market)] == [InvoiceState.ASKED]


def test_where_all_went_back_before_nothing_is_asked_for_any_more(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    with market.above("own cancellation") as work:
        cancel_order(work, order, buyer_id=market.carla.id)
    worker.drain()
    assert request_of(market, code).state == InvoiceState.WITHDRAWN
    assert credits_of(market) == []
