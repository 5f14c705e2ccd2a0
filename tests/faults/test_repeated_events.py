"""The provider tells the same thing ten times at once: it has one effect, and each telling is taken."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.money.ledger.models import LedgerTransaction
from marketplace.money.payments.models import ProviderEvent
from marketplace.money.payments.provider_events import keep_event
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.telling import told_of
from tests.racing import at_once

pytestmark = pytest.mark.faults


def test_ten_times_at_once_is_once(app: Flask, market: Cast, worker: Worker) -> None:
    yarn = make.goods(market)
    told = told_of(market, make.place(market, [make.line(yarn)]))

    def tell(_number: int, together: threading.Barrier) -> str:
        together.wait()
        with market.above("webhook") as work:
            keep_event(work, "stripe", told)
        return "taken"

    assert at_once(app, 10, tell) == ["taken"] * 10
    worker.drain()
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(ProviderEvent)) == 1
        sales = select(func.count()).select_from(LedgerTransaction).where(LedgerTransaction.kind == "sale")
        assert work.session.scalar(sales) == 1
    assert make.stock(market, yarn) == (9, 0)
