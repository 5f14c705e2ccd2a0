"""A bank that takes money back, in tests: what it does at the provider, and that it is heard of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from marketplace.money.payments import hear_twin
from marketplace.money.payments.gateways import get_twin
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.gateways.twin.store import Shelf
from marketplace.money.payments.models import Chargeback, PaymentAttempt
from marketplace.worker import Worker
from tests.cast import Cast


def bank(market: Cast, worker: Worker, act: Callable[[Shelf], Any], *, heard: bool = True) -> Any:
    """The bank does something; the provider tells it, and the jobs run."""
    with get_twin().store.change() as shelf:
        done = act(shelf)
    if heard:
        hear(market, worker)
    return done


def hear(market: Cast, worker: Worker) -> None:
    """What the provider has to tell is heard, and what follows is done."""
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    with market.above("webhook") as work:  # what was told of what the jobs asked
        hear_twin(work)
    worker.drain()


def take_back(market: Cast, worker: Worker, **said: Any) -> Chargeback:
    """The bank of who paid the latest charge takes the money back; gives the chargeback."""
    with market.above() as work:
        payment = work.session.scalars(
            select(PaymentAttempt.payment_ref)
            .where(PaymentAttempt.state == "succeeded")
            .order_by(PaymentAttempt.id.desc())
        ).first()
    assert payment is not None
    bank(market, worker, lambda shelf: acts.open_dispute(shelf, payment, **said))
    return chargeback(market)


def decide(market: Cast, worker: Worker, *, won: bool) -> Chargeback:
    """The bank decides; gives the chargeback as it stands then."""
    ref = chargeback(market).ref
    bank(market, worker, lambda shelf: acts.close_dispute(shelf, ref, won=won))
    return chargeback(market)


def chargeback(market: Cast) -> Chargeback:
    with market.above() as work:
        return work.session.scalars(select(Chargeback)).one()
