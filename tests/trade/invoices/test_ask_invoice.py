"""A buyer asks the shop for an invoice: whom it is for must be possible, and the shop has three working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.kernel.calendar import closing_after
from marketplace.kernel.errors import Refusal
from marketplace.money.cfdi.errors import NoSuchRegime, NoSuchUse, RegimeDoesNotFit, UseDoesNotFit
from marketplace.people.accounts import UnknownPostalCode
from marketplace.platform.notifications.models import Notification
from marketplace.trade.invoices import ask_invoice, decline_invoice
from marketplace.trade.invoices.errors import InvoiceSent, NothingToInvoice, TooLateToInvoice
from marketplace.trade.invoices.rules import InvoiceDecline, InvoiceState
from marketplace.trade.orders import cancel_order
from marketplace.trade.orders.errors import NoSuchOrder
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.trade.invoices.papers import CARLA, ask, asked, order_of, request_of, requests, send, stamped, story


def told(market: Cast, kind: str) -> list[Notification]:
    with market.above() as work:
        return list(work.session.scalars(select(Notification).where(Notification.kind == kind)))


def test_the_shop_hears_of_it_and_has_three_working_days(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    request = request_of(market, code)
    assert (request.state, request.for_whom) == (InvoiceState.ASKED, CARLA)
    assert request.answer_by == closing_after(request.asked_at, 3)
    assert story(market, order_of(market, order).id) == ["invoice_asked"]
    assert [one.tenant_id for one in told(market, "invoice_asked")] == [market.alpaca.id]


def test_nobody_else_asks_for_it(market: Cast, worker: Worker) -> None:
    order = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_diego() as work, pytest.raises(NoSuchOrder):
        ask_invoice(work, order, CARLA)
    assert requests(market) == []


@pytest.mark.parametrize(
    ("wrong", "refusal", "field"),
    [
        ({"regime": "601"}, RegimeDoesNotFit, "regime"),  # of companies, with a person's RFC
        ({"regime": "999"}, NoSuchRegime, "regime"),
        ({"rfc": "EKU9003173C9", "regime": "612"}, RegimeDoesNotFit, "regime"),
        ({"regime": "626", "use": "D01"}, UseDoesNotFit, "use"),
        ({"use": "X99"}, NoSuchUse, "use"),
        ({"postal_code": "17000"}, UnknownPostalCode, "postal_code"),
    ],
)
def test_what_no_invoice_can_be_made_for_is_refused_at_its_field(
    market: Cast, worker: Worker, wrong: dict[str, str], refusal: type[Refusal], field: str
) -> None:
    order = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_carla() as work, pytest.raises(refusal) as told_why:
        ask_invoice(work, order, replace(CARLA, **wrong))
    assert told_why.value.field == field
    assert requests(market) == []


def test_what_is_not_paid_or_went_back_has_none(market: Cast, worker: Worker) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    code = make.order_codes(market, placed)[0]
    with market.as_carla() as work, pytest.raises(NothingToInvoice):
        ask_invoice(work, code, CARLA)
    make.pay(market, placed)
    worker.drain()
    with market.above("own cancellation") as work:
        cancel_order(work, code, buyer_id=market.carla.id)
    with market.as_carla() as work, pytest.raises(NothingToInvoice):
        ask_invoice(work, code, CARLA)
    assert requests(market) == []


def test_it_can_be_asked_for_until_its_fiscal_year_is_over(market: Cast, worker: Worker) -> None:
    order = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        work.session.execute(update(Order).values(placed_at=Order.placed_at - timedelta(days=366)))
    with market.as_carla() as work, pytest.raises(TooLateToInvoice):
        ask_invoice(work, order, CARLA)
    assert requests(market) == []


def test_until_it_is_sent_its_data_can_be_mended_and_its_days_go_on(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    before = request_of(market, code)
    assert ask(market, worker, order, replace(CARLA, name="Carla Méndez Ruiz")) == code
    after = request_of(market, code)
    assert (after.name, after.answer_by, after.round) == ("Carla Méndez Ruiz", before.answer_by, 1)
    assert len(told(market, "invoice_asked")) == 1
    send(market, worker, code, stamped(order_of(market, order).total_minor))
    with market.as_carla() as work, pytest.raises(InvoiceSent):
        ask_invoice(work, order, CARLA)
    assert request_of(market, code).name == "Carla Méndez Ruiz"


def test_what_was_declined_is_mended_and_asked_again(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    with market.as_alicia() as work:
        decline_invoice(work, code, reason=InvoiceDecline.NAME)
    worker.drain()
    assert request_of(market, code).state == InvoiceState.DECLINED
    assert [one.data["reason"] for one in told(market, "invoice_declined")] == ["name"]
    ask(market, worker, order, replace(CARLA, name="Carla Méndez Ruiz"))
    request = request_of(market, code)
    assert (request.state, request.round, request.reason) == (InvoiceState.ASKED, 2, None)
    assert len(told(market, "invoice_asked")) == 2
    assert story(market, order_of(market, order).id) == ["invoice_asked", "invoice_declined", "invoice_asked"]


def test_asking_twice_leaves_one_request(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    assert ask(market, worker, order) == code
    assert len(requests(market)) == 1
    assert len(told(market, "invoice_asked")) == 1
