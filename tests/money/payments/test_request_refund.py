"""Money goes back once for each cause, never more than its own order was paid, and beside a release nothing is lost."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from marketplace.money.fees.models import FeeLine
from marketplace.money.fees.service import reverse_all
from marketplace.money.ledger import service as ledger
from marketplace.money.payments import service as payments
from marketplace.money.payments.errors import NoSuchCharge, RefundTooLarge
from marketplace.money.payments.models import Charge, Refund
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.trade.orders.refunds import give_all_back, give_pieces_back
from marketplace.worker import Worker
from tenants.wall import WalledSession
from tests import make
from tests.cast import Cast
from tests.money.checking import ask, check_money, owed
from tests.racing import at_once


def key_of(market: Cast, code: str) -> tuple[UUID, UUID]:
    with market.above() as work:
        order = work.session.scalars(select(Order).where(Order.code == code)).one()
        return order.tenant_id, order.id


def test_asking_again_for_the_same_cause_does_nothing_also_when_nothing_is_left(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    for _time in range(2):
        with market.above() as work:
            order = orders.get_order(work, code)
            give_all_back(work, (order.tenant_id, order.id), cause=f"cancel:{order.id}")
    with market.above() as work:
        order = orders.get_order(work, code)
        payments.request_refund(
            work,
            purchase_id=order.purchase_id,
            tenant_id=order.tenant_id,
            order_id=order.id,
            cause=f"cancel:{order.id}",
            amount_minor=order.total_minor,
            fees={},
        )
        assert work.session.scalars(select(Refund.amount_minor)).one() == order.total_minor
    check_money(market)


def test_fees_come_back_once_for_each_cause_and_never_more_than_there_were(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        order = orders.get_order(work, code)
        assert reverse_all(work, order.id, cause="cancel:x")
        assert reverse_all(work, order.id, cause="cancel:x") == {}
        assert reverse_all(work, order.id, cause="cancel:y") == {}
        assert work.session.scalar(select(func.sum(FeeLine.amount_minor))) == 0


def test_one_shops_refund_does_not_eat_anothers_money(market: Cast, worker: Worker) -> None:
    mine, theirs = make.goods(market), make.goods(market, shop=market.abedul, title="Martillo", price_minor=90_000)
    placed = make.place(market, [make.line(mine), make.line(theirs)])
    make.pay(market, placed)
    worker.drain()
    with market.above() as work:
        code, total = work.session.execute(
            select(Order.code, Order.total_minor).where(Order.tenant_id == market.alpaca.id)
        ).one()
    with pytest.raises(RefundTooLarge):
        ask(market, code, cause="x", amount_minor=total + 1)
    ask(market, code, cause="y", amount_minor=total)
    with pytest.raises(RefundTooLarge):
        ask(market, code, cause="z", amount_minor=1)


def test_no_charge_gives_back_more_than_it_took(market: Cast, worker: Worker) -> None:
    """Orders sum to their charge; were it not so, the charge says how much there is."""
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        work.session.execute(update(Charge).values(amount_minor=500))
    ask(market, code, cause="x", amount_minor=200)
    with pytest.raises(RefundTooLarge):
        ask(market, code, cause="y", amount_minor=301)
    ask(market, code, cause="z", amount_minor=300)


def test_where_nothing_was_paid_nothing_goes_back(market: Cast) -> None:
    make.place(market, [make.line(make.goods(market))])
    with market.above() as work:
        code = work.session.scalars(select(Order.code)).one()
    with pytest.raises(NoSuchCharge):
        ask(market, code, cause="x", amount_minor=1)
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Refund)) == 0


def _without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: nobody waits for anybody."""
    monkeypatch.setattr(WalledSession, "lock", lambda self, query, skip_taken=False: list(self.scalars(query)))
    monkeypatch.setattr(WalledSession, "lock_row", lambda self, model, key: self.get_one(model, key))


def _meet_once(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, *, locked: bool) -> None:
    """Let whoever comes to a function wait for another one, so that the control meets each time."""
    real, meeting = getattr(place, name), threading.Barrier(2)

    def waiting(*args: Any, **named: Any) -> Any:
        with suppress(threading.BrokenBarrierError):  # the other one waits at a lock: that is what is to be shown
            meeting.wait(timeout=1 if locked else 60)
        return real(*args, **named)

    monkeypatch.setattr(place, name, waiting)


def refunds_at_once(app: Flask, market: Cast, code: str) -> list[Any]:
    """Two causes ask for the whole order at once."""
    key = key_of(market, code)
    with market.above() as work:
        line = work.session.scalars(select(OrderLine)).one().id

    def give(number: int, together: threading.Barrier) -> object:
        together.wait()
        with market.above() as work:
            return give_pieces_back(work, key, cause=f"claim:{number}", pieces={line: 1}, with_way=True) is not None

    return at_once(app, 2, give)


@pytest.mark.parametrize("locked", [True, False])
def test_two_causes_at_once_give_no_more_than_was_paid(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market), 1)])
    with market.above() as work:
        work.session.scalars(select(OrderLine)).one().going_back = 1
    _meet_once(monkeypatch, payments, "_check_room", locked=locked)
    if not locked:
        _without_locks(monkeypatch)
    done = refunds_at_once(app, market, code)
    with market.above() as work:
        back = work.session.scalar(select(func.sum(Refund.amount_minor)))
        total = work.session.scalars(select(Order.total_minor)).one()
    if locked:
        assert [one for one in done if one is True] == [True]
        assert back == total
        check_money(market)
    else:
        assert back == 2 * total or any(isinstance(one, Exception) for one in done)


@pytest.mark.parametrize("locked", [True, False])
def test_the_charge_alone_makes_two_who_ask_at_once_wait(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    """Whoever asks for a refund need not have locked the order."""
    code = make.paid_order(market, worker, [make.line(make.goods(market), 1)])
    with market.above() as work:
        total = work.session.scalars(select(Order.total_minor)).one()
    _meet_once(monkeypatch, payments, "_check_room", locked=locked)
    if not locked:
        _without_locks(monkeypatch)

    def give(number: int, together: threading.Barrier) -> None:
        together.wait()
        ask(market, code, cause=f"claim:{number}", amount_minor=total)

    refused = [one for one in at_once(app, 2, give) if isinstance(one, RefundTooLarge)]
    with market.above() as work:
        back = work.session.scalar(select(func.sum(Refund.amount_minor)))
    assert (len(refused), back) == ((1, total) if locked else (0, 2 * total))


@pytest.mark.parametrize("locked", [True, False])
def test_a_refund_beside_the_release_leaves_the_right_balance(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    key = key_of(market, code)
    make.days_later(market, 10)
    with market.above() as work:
        line = work.session.scalars(select(OrderLine)).one()
        line.going_back = 1
        line_id = line.id
    _meet_once(monkeypatch, ledger, "post", locked=locked)
    if not locked:
        _without_locks(monkeypatch)

    def act(number: int, together: threading.Barrier) -> None:
        together.wait()
        with market.above() as work:
            if number:
                make.release_money(work)
            else:
                give_pieces_back(work, key, cause="return:x", pieces={line_id: 1}, with_way=True)

    at_once(app, 2, act)
    if locked:
        make.release(market)  # where the refund had the order, the clock passed it over
        check_money(market)
        assert owed(market, code).get("seller_pending", 0) == 0
        assert owed(market, code)["seller_available"] > 0
    else:
        assert owed(market, code).get("seller_pending", 0) != 0  # released what went back, or kept what did not
