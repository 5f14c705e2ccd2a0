"""The time to send an invoice is over: both sides hear of it, once for each asking."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from marketplace.platform.notifications.models import Notification
from marketplace.trade.invoices.jobs import tell_late
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.worker import Worker
from tests.cast import Cast
from tests.trade.invoices.papers import asked, order_of, request_of, send, stamped


def run_clock(market: Cast, worker: Worker) -> None:
    with market.above("clock") as work:
        tell_late(work)
    worker.drain()


def days_pass(market: Cast) -> None:
    with market.above() as work:
        work.session.execute(update(InvoiceRequest).values(answer_by=InvoiceRequest.answer_by - timedelta(days=20)))


def letters(market: Cast) -> list[str]:
    with market.above() as work:
        kinds = select(Notification.kind).where(Notification.kind.startswith("invoice_late"))
        return sorted(work.session.scalars(kinds))


def test_both_hear_once(market: Cast, worker: Worker) -> None:
    _order, code = asked(market, worker)
    run_clock(market, worker)
    assert letters(market) == []
    days_pass(market)
    run_clock(market, worker)
    run_clock(market, worker)
    assert letters(market) == ["invoice_late", "invoice_late_shop"]
    assert request_of(market, code).state == "asked"  # it is owed still


def test_what_was_sent_is_not_late(market: Cast, worker: Worker) -> None:
    order, code = asked(market, worker)
    send(market, worker, code, stamped(order_of(market, order).total_minor))
    days_pass(market)
    run_clock(market, worker)
    assert letters(market) == []
