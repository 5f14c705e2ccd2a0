"""The five events of a payment that a bank took back, told in a given order, each several times."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import func, select

from marketplace.app import settings_of
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction
from marketplace.money.payments.gateways import get_twin, twin_secret
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.models import Charge, Chargeback, PaymentAttempt
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.saying import signed


def told_in_order(
    market: Cast, worker: Worker, order: Sequence[int], kinds: Sequence[str], *, times: int
) -> tuple[object, ...]:
    """Pay a purchase and lose it to its bank, and hear of it in this order; gives how everything stands at the end."""
    yarn = make.goods(market, title=f"Estambre {order}")
    placed = make.place(market, [make.line(yarn)])
    with market.above() as work:
        session = make.attempt_of(work, placed.purchase_id).provider_ref or ""
    with get_twin().store.change() as shelf:
        acts.pay_by_card(shelf, session, "4000000000009995")
        acts.pay_by_card(shelf, session, acts.APPROVED)
        payment = (shelf.find(session) or {})["payment_intent"]
        acts.close_dispute(shelf, acts.open_dispute(shelf, payment)["id"], won=False)
        bodies = {json.loads(body)["type"]: (ref, body) for ref, body in shelf.unsent()}
        shelf.note_sent([ref for ref, _body in bodies.values()])
    assert set(bodies) == set(kinds)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    for number in order:
        _ref, body = bodies[kinds[number]]
        for _again in range(times):
            headers = signed(twin_secret(settings_of(app)), body.encode(), datetime.now(UTC))
            assert app.test_client().post("/hooks/pagos/stripe", data=body, headers=headers).status_code == 200
        worker.drain()
    return _end(market, placed.purchase_id)


def _end(market: Cast, purchase_id: object) -> tuple[object, ...]:
    with market.above() as work:
        charge = work.session.scalars(select(Charge).where(Charge.purchase_id == purchase_id)).one()
        attempts = work.session.scalars(select(PaymentAttempt).where(PaymentAttempt.charge_id == charge.id)).all()
        back = work.session.scalars(select(Chargeback).where(Chargeback.charge_id == charge.id)).one()
        own = LedgerTransaction.cause.startswith(f"chargeback:{back.id}") | (
            LedgerTransaction.cause == f"charge:{charge.id}"
        )
        books = work.session.execute(
            select(LedgerTransaction.kind, func.count(), func.sum(func.abs(LedgerEntry.amount_minor)))
            .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
            .where(own)
            .group_by(LedgerTransaction.kind)
            .order_by(LedgerTransaction.kind)
        ).all()
        return (
            charge.state, tuple((one.state, one.received_minor) for one in attempts), back.state, back.amount_minor,
            tuple(map(tuple, books)),
        )  # fmt: skip
