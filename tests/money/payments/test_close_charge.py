"""Giving up a charge: only while it is unpaid, and money that comes later is still money."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.money.payments.models import Charge, ProviderEvent
from marketplace.money.payments.service import close_charge
from marketplace.trade.checkout.service import Placed
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.telling import tell


def close(market: Cast, placed: Placed) -> bool:
    with market.above() as work:
        return close_charge(work, placed.purchase_id)


def state(market: Cast) -> str:
    with market.above() as work:
        return work.session.scalars(select(Charge.state)).one()


def test_what_nobody_paid_is_given_up_and_again(market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    assert close(market, placed)
    assert state(market) == "expired"
    assert close(market, placed)
    assert state(market) == "expired"


def test_what_was_paid_is_not_given_up(market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    tell(market, placed)
    assert not close(market, placed)
    assert state(market) == "succeeded"


def test_what_was_told_and_not_judged_yet_is_judged_first(market: Cast, worker: Worker) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    make.pay(market, placed)
    assert state(market) == "pending"  # its job has not run
    assert not close(market, placed)
    assert state(market) == "succeeded"
    worker.drain()
    with market.above() as work:
        verdicts = work.session.scalars(select(ProviderEvent.verdict).order_by(ProviderEvent.id))
        assert list(verdicts) == ["taken", "repeated"]  # of the payment, and of its page


def test_what_was_told_of_another_does_not_keep_it(market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    make.pay(market, make.place(market, [make.line(make.goods(market, title="Otro"))], buyer=market.diego))
    assert close(market, placed)


def test_where_there_is_nothing_nothing_is_given_up(market: Cast) -> None:
    with market.above() as work:
        assert not close_charge(work, market.carla.id)
