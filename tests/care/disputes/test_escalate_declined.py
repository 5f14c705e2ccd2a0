"""What a shop declined goes to staff when nothing else about the order is open, and never stays without an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.care.disputes import service as disputes
from marketplace.care.disputes.errors import AnotherOpen, DisputeTooLate, NothingLeft
from marketplace.care.disputes.models import Dispute
from marketplace.care.returns import service as returns
from marketplace.care.returns.models import ReturnCase
from marketplace.care.returns.reactions import lapse_unsent
from marketplace.money.payments.models import Refund
from marketplace.money.payouts.models import MoneyHold
from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders.models import OrderLine
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, declined, escalate, finish, order_of, state_of
from tests.cast import Cast
from tests.money.checking import check_money
from tests.web.asking import client_of


def check_nothing_is_held(market: Cast) -> None:
    with market.above() as work:
        assert work.session.scalars(select(MoneyHold).where(MoneyHold.ended_at.is_(None))).all() == []
    check_money(market)


def test_beside_an_open_return_staff_are_not_asked_and_nothing_is_stuck(
    app: Flask, market: Cast, worker: Worker
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 3)])
    first = declined(market, code)
    second = ask(market, code, 3)
    with pytest.raises(AnotherOpen):
        escalate(market, code, first)
    refused = client_of(app, market.carla).post(
        f"/pedidos/{code}/intervenir?devolucion={first}", data={"said": "Sí llegó roto."}
    )
    assert refused.status_code == 422
    assert "Hay otra devolución" in refused.text
    with market.above() as work:
        assert work.session.scalars(select(Dispute)).all() == []
    finish(market, worker, second)
    with pytest.raises(NothingLeft):  # all three went back, the first one too
        escalate(market, code, first)
    with market.above() as work:
        assert work.session.scalars(select(Dispute)).all() == []
        assert work.session.scalars(select(Refund.cause)).one().startswith("return:")
    assert order_of(market).refunded_minor == order_of(market).goods_minor
    check_nothing_is_held(market)


def test_when_the_other_one_is_over_staff_decide_and_pay(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 3)])
    first = declined(market, code)
    finish(market, worker, ask(market, code, 2))
    dispute = escalate(market, code, first)
    with market.as_sergio() as work:
        disputes.decide_dispute(work, dispute, refunds=True, reason="Se ve en la foto.")
    worker.drain()
    assert state_of(market, dispute) == "refunded"
    with market.above() as work:
        assert len(work.session.scalars(select(Refund)).all()) == 2
    check_nothing_is_held(market)


def all_is_going_back(market: Cast) -> None:
    """As releases of before let it happen: another return took all the pieces while staff had the first."""
    with market.above() as work:
        work.session.execute(update(OrderLine).values(going_back=OrderLine.quantity))


def test_where_nothing_is_left_at_the_decision_it_ends_and_both_are_told(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 3)])
    dispute = escalate(market, code, declined(market, code))
    all_is_going_back(market)
    with market.as_sergio() as work:
        disputes.decide_dispute(work, dispute, refunds=True, reason="Se ve en la foto.")
    worker.drain()
    assert state_of(market, dispute) == "refunded"
    with market.above() as work:
        assert work.session.scalars(select(Refund)).all() == []
        letters = [mail.text for mail in work.session.scalars(select(Mail)) if "Se ve en la foto." in mail.text]
    assert len(letters) == 2
    assert all("ya no queda nada" in text for text in letters)
    assert not any("Se devuelve el dinero a quien compró" in text for text in letters)
    check_nothing_is_held(market)


def test_where_nothing_is_left_at_the_payment_it_ends_too(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 3)])
    dispute = escalate(market, code, declined(market, code))
    with market.as_sergio() as work:
        disputes.decide_dispute(work, dispute, refunds=True, reason="Se ve en la foto.")
    all_is_going_back(market)
    worker.drain()
    assert state_of(market, dispute) == "refunded"
    with market.above() as work:
        assert work.session.scalars(select(Refund)).all() == []
    check_nothing_is_held(market)


def decided_days_ago(market: Cast, days: int) -> None:
    """Everything about the returns, and what they held, was over so many days ago."""
    with market.above() as work:
        ago = work.now - timedelta(days=days)
        work.session.execute(update(ReturnCase).values(decided_at=ago))
        work.session.execute(update(MoneyHold).values(since=ago, ended_at=ago))


def test_staff_are_asked_for_fifteen_days_and_not_a_year_later(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    back = declined(market, code)
    worker.drain()
    with market.above() as work:
        assert [mail for mail in work.session.scalars(select(Mail)) if "a más tardar el" in mail.text]
    for days in (400, 16):
        decided_days_ago(market, days)
        with pytest.raises(DisputeTooLate):
            escalate(market, code, back)
    with market.above() as work:
        assert work.session.scalars(select(Dispute)).all() == []
        assert work.session.scalars(select(Refund)).all() == []
    check_nothing_is_held(market)
    decided_days_ago(market, 15)
    escalate(market, code, back)


def test_who_had_to_wait_for_another_case_has_the_days_after_it(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    back = declined(market, code)
    other = ask(market, code, 1)
    with market.above() as work:
        ago = work.now - timedelta(days=20)
        work.session.execute(update(ReturnCase).values(decided_at=ago))
        work.session.execute(update(MoneyHold).values(since=ago))
    finish(market, worker, other)
    escalate(market, code, back)


def test_what_lapsed_although_it_was_sent_goes_to_staff(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    back = ask(market, code, 1)
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=True)
    with market.above() as work:
        long_ago = {"decided_at": work.now - timedelta(days=40), "answer_by": work.now - timedelta(days=1)}
        work.session.execute(update(ReturnCase).values(long_ago))
    with market.above("clock") as work:
        lapse_unsent(work)
    dispute = escalate(market, code, back)
    assert state_of(market, dispute) == "escalated"
