"""Of who leaves, an invoice that was issued stays as tax law asks; what was only asked for or kept goes with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select

from marketplace.trade.invoices import save_tax_data
from marketplace.trade.invoices.models import SavedTaxData
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.platform.privacy.asking import leave_for_good
from tests.platform.privacy.conftest import later
from tests.trade.invoices.papers import CARLA, ask, order_of, request_of, requests, send, stamped

__all__ = ["later"]


def test_who_leaves_leaves_what_was_issued(market: Cast, worker: Worker, later: Callable[[timedelta], None]) -> None:
    order = make.delivered_order(market, worker, [make.line(make.goods(market))])
    issued = ask(market, worker, order)
    send(market, worker, issued, stamped(order_of(market, order).total_minor))
    ask(market, worker, make.delivered_order(market, worker, [make.line(make.goods(market))]))
    make.days_later(market, 60)
    make.release(market)
    worker.drain()
    with market.as_carla() as work:
        save_tax_data(work, market.carla.id, CARLA)
    leave_for_good(market, market.carla, later)
    assert [(one.code, one.rfc) for one in requests(market)] == [(issued, CARLA.rfc)]
    assert request_of(market, issued).xml is not None
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(SavedTaxData)) == 0
