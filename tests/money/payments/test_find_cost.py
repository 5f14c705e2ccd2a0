"""What the provider really took for a charge: read once it says so, kept with the attempt, and in the books once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.money.ledger.models import LedgerTransaction
from marketplace.money.payments import asking
from marketplace.money.payments.events import ChargeSucceeded
from marketplace.money.payments.gateways.stripe import Stripe
from marketplace.money.payments.models import PaymentAttempt
from marketplace.money.payments.told import Cost
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast


def kept(market: Cast) -> tuple[int | None, int | None, int]:
    """The cost and its IVA as they stand with the attempt, and how often the books have them."""
    with market.above() as work:
        one = work.session.scalars(select(PaymentAttempt)).one()
        written = work.session.scalars(select(LedgerTransaction.id).where(LedgerTransaction.kind == "processing_cost"))
        return one.cost_minor, one.cost_iva_minor, len(written.all())


def test_it_is_read_when_the_charge_is_paid(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    cost, iva, written = kept(market)
    assert cost is not None
    assert iva == round(cost * 0.16)
    assert written == 1


def test_what_is_not_said_yet_is_asked_again_until_it_is(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Stripe, "find_cost", lambda _self, _ref: None)
        make.paid_order(market, worker, [make.line(make.goods(market))])
    assert kept(market) == (None, None, 0)
    with market.above() as work:
        asking.doubt_costs(work)
    worker.drain()
    assert kept(market)[2] == 0  # it was paid a moment ago
    with market.above() as work:
        work.session.execute(update(PaymentAttempt).values(ended_at=work.now - timedelta(hours=2)))
    with market.above() as work:
        asking.doubt_costs(work)
    worker.drain()
    assert kept(market)[2] == 1


def test_once_is_enough(market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    before = kept(market)
    monkeypatch.setattr(Stripe, "find_cost", lambda _self, _ref: Cost(before[0] or 0, before[1] or 0, "txn"))
    with market.above() as work:
        purchase_id = work.session.scalars(select(make.Charge.purchase_id)).one()
        work.tell(ChargeSucceeded(purchase_id, 1))
    worker.drain()
    assert kept(market) == before
