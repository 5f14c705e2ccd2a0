"""Staff decide between a buyer and a shop, and never about themselves."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.care.disputes import service as disputes
from marketplace.care.disputes.rules import DisputeAnswer
from marketplace.kernel.errors import OwnCase
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.money.payments.models import Refund
from marketplace.people.sellers import service as sellers
from marketplace.worker import Worker
from tenants.roles import Role
from tenants.scope import PlatformScope
from tests.care.asking import answer, late, miss, run_clock, state_of
from tests.cast import Cast
from tests.money.checking import check_money
from tests.web.asking import client_of


def escalated(market: Cast, worker: Worker) -> str:
    """A dispute of Carla's with Hilos Alpaca that waits for staff."""
    dispute = miss(market, late(market, worker))
    answer(market, dispute, DisputeAnswer.PROOF)
    with market.as_carla() as work:
        disputes.escalate_dispute(work, dispute, said="No es mi firma.")
    return dispute


def check_nothing_moved(market: Cast, worker: Worker, dispute: str) -> None:
    run_clock(market, worker)
    assert state_of(market, dispute) == "escalated"
    with market.above() as work:
        assert work.session.scalars(select(Refund)).all() == []
    check_money(market)


def test_nobody_decides_about_what_they_bought(market: Cast, worker: Worker) -> None:
    dispute = escalated(market, worker)
    may = frozenset(STAFF_GRANTED["administrator"])
    for refunds in (True, False):
        with (
            pytest.raises(OwnCase),
            unit_of_work(
                PlatformScope("staff"), Actor(market.carla.name, market.carla.id, "administrator", may)
            ) as work,
        ):
            disputes.decide_dispute(work, dispute, refunds=refunds, reason="Me doy la razón.")
    check_nothing_moved(market, worker, dispute)


def test_nobody_decides_about_a_shop_they_work_in_and_the_page_offers_no_form(
    app: Flask, market: Cast, worker: Worker
) -> None:
    dispute = escalated(market, worker)
    sergio = client_of(app, market.sergio)
    page = f"/operacion/aclaraciones/{dispute}"
    assert 'name="refunds"' in sergio.get(page).text
    with market.above() as work:
        sellers.seat_member(
            work, tenant_id=market.alpaca.id, account_id=market.sergio.id, name=market.sergio.name, role=Role.WAREHOUSE
        )
    shown = sergio.get(page).text
    assert 'name="refunds"' not in shown
    assert "lo decide otra persona de operación" in shown
    refused = sergio.post(page, data={"refunds": "no", "reason": "Mi tienda tiene razón."})
    assert refused.status_code == 422
    assert "lo decide otra persona de operación" in refused.text
    check_nothing_moved(market, worker, dispute)
