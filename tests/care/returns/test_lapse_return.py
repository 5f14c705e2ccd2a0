"""What a shop approved and never came back ends by the clock, and holds the order's money no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from marketplace.care.returns import service as returns
from marketplace.care.returns.errors import ReturnWrongState
from marketplace.care.returns.models import ReturnCase
from marketplace.care.returns.reactions import lapse_unsent
from marketplace.care.returns.rules import receive_by
from marketplace.kernel.calendar import MEXICO
from marketplace.money.payments.models import Refund
from marketplace.money.payouts.models import MoneyHold
from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders.jobs import release_money
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask
from tests.cast import Cast
from tests.money.checking import check_money


def approved(market: Cast, worker: Worker) -> tuple[str, str]:
    """An order, and its return that the shop waits for."""
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    back = ask(market, code, 1)
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=True)
    worker.drain()
    return code, back


def run_clock(market: Cast, worker: Worker) -> None:
    for job in (lapse_unsent, release_money):
        with market.above("clock") as work:
            job(work)
    worker.drain()


def move(market: Cast, *, days: int, told: int) -> None:
    """It was approved so many days ago, and its buyer was told of a last day so many days ago."""
    with market.above() as work:
        moved = {"decided_at": work.now - timedelta(days=days), "answer_by": work.now - timedelta(days=told)}
        work.session.execute(update(ReturnCase).values(moved))


def standing(market: Cast) -> tuple[str, int, int]:
    """The state of the return, pieces going back, and holds that are open."""
    with market.above() as work:
        return (
            work.session.scalars(select(ReturnCase.state)).one(),
            work.session.scalars(select(OrderLine.going_back)).one(),
            len(work.session.scalars(select(MoneyHold).where(MoneyHold.ended_at.is_(None))).all()),
        )


def letters(market: Cast, text: str) -> list[str]:
    with market.above() as work:
        return [mail.to for mail in work.session.scalars(select(Mail)) if text in mail.text]


def test_ten_working_days_are_counted_to_the_night_of_the_last() -> None:
    approved_at = datetime(2026, 11, 27, 12, 0, tzinfo=MEXICO)  # a Friday
    assert receive_by(approved_at) == datetime(2026, 12, 12, 0, 0, tzinfo=MEXICO)


def test_the_buyer_reads_until_when_and_until_then_nothing_ends(market: Cast, worker: Worker) -> None:
    approved(market, worker)
    assert len(letters(market, "Debe llegar a la tienda antes del")) == 1
    run_clock(market, worker)
    assert standing(market) == ("approved", 1, 1)
    move(market, days=5, told=1)  # approved by a release that told no last day: the published days count
    run_clock(market, worker)
    assert standing(market) == ("approved", 1, 1)
    move(market, days=40, told=-1)  # told of a later day: that one counts
    run_clock(market, worker)
    assert standing(market) == ("approved", 1, 1)


def test_what_never_came_back_lapses_and_the_money_goes_on(market: Cast, worker: Worker) -> None:
    code, back = approved(market, worker)
    move(market, days=40, told=20)
    make.days_later(market, 10)
    run_clock(market, worker)
    run_clock(market, worker)
    assert standing(market) == ("lapsed", 0, 0)
    assert len(letters(market, "pide en tu pedido que intervenga Tianguis")) == 1
    assert len(letters(market, "ya no detiene el dinero")) == 1
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert order.released_at is not None
        assert order.refunded_minor == 0
        assert work.session.scalars(select(Refund)).all() == []
    with pytest.raises(ReturnWrongState), market.as_alicia() as work:
        returns.receive_return(work, back)
    check_money(market)
    ask(market, code, 1)  # its pieces are free again, within the days of the line


def test_what_is_here_does_not_lapse(market: Cast, worker: Worker) -> None:
    _code, back = approved(market, worker)
    move(market, days=40, told=20)
    with market.as_alicia() as work:
        returns.receive_return(work, back)
    run_clock(market, worker)
    assert standing(market) == ("refunded", 1, 0)
    assert letters(market, "ya no detiene el dinero") == []
    check_money(market)
