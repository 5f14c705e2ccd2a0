"""Payouts beside payouts, refunds and disputes, and in workers that are killed: each peso goes once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.kernel.jobs import Job
from marketplace.kernel.work import outside_any_transaction
from marketplace.money.payouts import gateways, rules, service
from marketplace.money.payouts.errors import RoadSilent
from marketplace.money.payouts.events import PayDayCame, PayoutMade
from marketplace.money.payouts.gateways import TransferAsked, TransferKind, TransferTold
from marketplace.money.payouts.jobs import send_payout
from marketplace.money.payouts.models import Payout
from marketplace.worker import Worker
from tenants.wall import WalledSession
from tests.cast import Cast
from tests.money.ledger import books
from tests.money.payouts import paying
from tests.money.payouts.paying import agrees
from tests.racing import at_once


def two_days_at_once(app: Flask, market: Cast) -> list[Any]:
    """Two runs, of two days, at the same moment: what would be paid twice if they did not wait for each other."""

    def run(number: int, together: threading.Barrier) -> int | None:
        together.wait()
        payout = paying.pay(market, paying.DAY + timedelta(days=7 * number))
        return payout.amount_minor if payout else None

    return at_once(app, 2, run)


def test_two_runs_at_once_pay_what_there_is_once(app: Flask, market: Cast) -> None:
    paying.prove(market)
    paying.available(market)
    assert sorted(two_days_at_once(app, market), key=str) == [884, None]
    assert paying.stands(market) == {"on_way": 884}
    agrees(market)


def test_control_without_the_locks_both_pay_it(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    paying.prove(market)
    paying.available(market)
    both, worth = threading.Barrier(2, timeout=60), rules.is_worth_paying

    def is_worth_paying(*said: Any) -> bool:
        both.wait()
        return worth(*said)

    monkeypatch.setattr(service.ledger, "lock_available", lambda _work, _tenant: None)
    monkeypatch.setattr(WalledSession, "lock_row", lambda session, model, key: session.get_one(model, key))
    monkeypatch.setattr(rules, "is_worth_paying", is_worth_paying)
    assert two_days_at_once(app, market) == [884, 884]
    assert paying.stands(market) == {"available": -884, "on_way": 2 * 884}


def test_the_same_day_twice_at_once_is_one_payout(app: Flask, market: Cast) -> None:
    paying.prove(market)
    paying.available(market)

    def run(_number: int, together: threading.Barrier) -> bool:
        together.wait()
        return paying.pay(market) is not None

    assert sorted(at_once(app, 4, run)) == [False, False, False, True]
    assert len(paying.payouts(market)) == 1


def test_a_refund_beside_a_payout_is_before_it_or_after_it(app: Flask, market: Cast) -> None:
    paying.prove(market)
    order = paying.available(market)
    paying.available(market, 500)

    def run(number: int, together: threading.Barrier) -> None:
        together.wait()
        if number:
            paying.pay(market)
        else:
            books.give_back(market, order, 1_000, {"commission": -100, "commission_iva": -16})

    assert at_once(app, 2, run) == [None, None]
    paid = paying.payouts(market)[0].amount_minor
    assert paid in (384, 884 + 384)
    assert sum(paying.stands(market).values()) == 384  # whichever came first, the shop has what is its own
    agrees(market)


class Twin:
    """A road with a memory, which loses answers on bad days."""

    name = "twin"

    def __init__(self) -> None:
        self.sent: dict[str, TransferAsked] = {}
        self.asked = 0
        self.is_silent = False

    def send(self, asked: TransferAsked) -> TransferTold:
        """Send it, and lose the answer on a bad day."""
        outside_any_transaction(self.name)
        self.asked += 1
        assert asked.key not in self.sent, "sent twice"
        self.sent[asked.key] = asked
        if self.is_silent:
            raise RoadSilent
        return TransferTold(TransferKind.SENT)

    def find(self, key: str) -> TransferTold | None:
        """What was sent is known."""
        outside_any_transaction(self.name)
        return TransferTold(TransferKind.SENT) if key in self.sent else None


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Twin:
    road = Twin()
    monkeypatch.setitem(gateways._IN_USE, road.name, road)
    return road


@pytest.fixture
def made(market: Cast, twin: Twin) -> PayoutMade:
    paying.prove(market)
    paying.available(market)
    payout = paying.pay(market)
    assert payout is not None
    with market.above() as work:  # as one that is sent by no file
        work.session.get_one(Payout, (payout.tenant_id, payout.id)).road = twin.name
    return PayoutMade(payout.tenant_id, payout.id)


def test_a_worker_that_is_killed_after_sending_sends_once(market: Cast, made: PayoutMade, twin: Twin) -> None:
    send_payout(made, "job:1")  # and what is to be written down is lost with it
    assert paying.payouts(market)[0].state == "due"
    finish = send_payout(made, "job:1")
    with market.above("job") as work:
        finish(work)
    assert (paying.payouts(market)[0].state, twin.asked) == ("sent", 1)


def test_control_who_does_not_look_sends_twice(made: PayoutMade, twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin, "find", lambda _key: None)
    send_payout(made, "job:1")
    with pytest.raises(AssertionError, match="sent twice"):
        send_payout(made, "job:1")


def test_an_answer_that_is_lost_is_looked_for(market: Cast, made: PayoutMade, twin: Twin, worker: Worker) -> None:
    twin.is_silent = True
    with pytest.raises(RoadSilent):
        send_payout(made, "job:1")
    assert paying.payouts(market)[0].state == "due"  # not knowing is not failing
    assert paying.stands(market) == {"on_way": 884}
    worker.drain()
    assert (paying.payouts(market)[0].state, twin.asked) == ("sent", 1)


def test_jobs_that_run_twice_pay_once(market: Cast, worker: Worker) -> None:
    paying.prove(market)
    paying.available(market)
    for _ in range(2):
        with market.above("clock") as work:
            work.tell(PayDayCame(market.alpaca.id, paying.DAY))
    worker.drain()
    assert len(paying.payouts(market)) == 1
    with market.above() as work:
        assert set(work.session.scalars(select(Job.state).where(Job.name.in_(["pay_shop", "send_payout"])))) == {"done"}
    agrees(market)
