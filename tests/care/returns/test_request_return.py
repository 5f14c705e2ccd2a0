"""A buyer asks to send something back: what they are owed and until when they are answered is fixed at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from marketplace.care.returns import service as returns
from marketplace.care.returns.models import ReturnCase, ReturnLine
from marketplace.kernel.calendar import MEXICO, closing_after
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.jobs import Job
from marketplace.money.payouts.models import MoneyHold
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.errors import NoSuchOrder
from marketplace.trade.orders.models import Order, OrderEvent, OrderLine
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask
from tests.cast import Cast


@dataclass(frozen=True)
class Asked:
    """What a return says once it was asked for."""

    case: ReturnCase
    lines: list[ReturnLine]
    order: Order
    going_back: int


def asked(market: Cast) -> Asked:
    with market.above() as work:
        case = work.session.scalars(select(ReturnCase)).one()
        return Asked(
            case,
            list(work.session.scalars(select(ReturnLine))),
            work.session.scalars(select(Order)).one(),
            work.session.scalars(select(OrderLine.going_back)).one(),
        )


def jobs(market: Cast, name: str) -> int:
    with market.above() as work:
        return len(work.session.scalars(select(Job).where(Job.name == name)).all())


def test_two_working_days_are_counted_to_the_evening() -> None:
    friday = datetime(2026, 11, 27, 12, 0, tzinfo=MEXICO)
    assert closing_after(friday, returns.rules.ANSWER_DAYS) == datetime(2026, 12, 1, 18, 0, tzinfo=MEXICO)


def test_it_is_noted_with_its_amount_its_reason_and_whose_turn_it_is(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market, price_minor=20_000), 3)])
    back = ask(market, code, 2)
    found = asked(market)
    assert (found.case.code, found.case.state, found.case.reason) == (back, "requested", "changed_mind")
    assert (found.case.refund_minor, found.case.shipping_minor) == (40_000, 0)
    assert [(line.quantity, line.refund_minor) for line in found.lines] == [(2, 40_000)]
    assert found.going_back == 2
    assert found.case.answer_by == closing_after(found.case.requested_at, 2)
    assert jobs(market, "mail_return_requested") == 1
    with market.above() as work:
        held = work.session.scalars(select(MoneyHold)).one()
        assert (held.cause, held.ended_at) == (f"return:{found.case.id}", None)
        said = work.session.scalars(select(OrderEvent).where(OrderEvent.kind == "return_requested")).one()
        assert said.note == back
    assert found.order.refunded_minor == 0  # asking moves no money


def test_for_the_shops_fault_its_part_of_the_way_is_owed_too(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    ask(market, code, 2, reason="wrong_item")
    found = asked(market)
    assert found.case.shipping_minor == found.order.shipping_minor > 0
    assert found.case.refund_minor == found.order.total_minor


def test_who_pays_the_way_back_is_what_the_line_said_when_it_was_bought(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    with market.above() as work:
        work.session.execute(update(OrderLine).values(return_paid_by="buyer"))
    ask(market, code, 1)
    assert asked(market).case.paid_by == "buyer"
    with market.above() as work:
        work.session.execute(update(OrderLine).values(return_paid_by="seller"))
    ask(market, code, 1)
    with market.above() as work:
        assert set(work.session.scalars(select(ReturnCase.paid_by))) == {"buyer", "seller"}


def test_who_asks_says_that_it_came(market: Cast, worker: Worker) -> None:
    """Where the clock had said so before, it is the buyer's word now."""
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        work.session.execute(update(Order).values(delivered_by="clock"))
    ask(market, code, 1)
    assert asked(market).order.delivered_by == "buyer"


@pytest.mark.parametrize("who", ["diego", "bruno"])
def test_nobody_else_asks_for_it(market: Cast, worker: Worker, who: str) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.as_carla() as work:
        line = orders.lines_of(work, orders.get_order(work, code))[0]
    stand: Any = getattr(market, f"as_{who}")
    with pytest.raises(NoSuchOrder), stand() as work:
        returns.request_return(work, code, quantities={line.id: 1}, reason="damaged", message="x")
    with market.above() as work:
        assert work.session.scalars(select(ReturnCase)).all() == []


def test_a_shop_decides_and_the_buyer_is_written_to_once(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    back = ask(market, code, 1)
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=True, message="Mándala a Tlaxcala.")
    found = asked(market)
    assert (found.case.decided_by, found.case.decision_note) == (market.alicia.name, "Mándala a Tlaxcala.")
    assert found.case.answer_by == returns.rules.receive_by(found.case.decided_at or datetime.now(MEXICO))
    assert jobs(market, "mail_return_decided") == 1


def test_who_packs_does_not_decide(market: Cast, worker: Worker) -> None:
    back = ask(market, make.delivered_order(market, worker, [make.line(make.goods(market))]), 1)
    with pytest.raises(NotAllowed), market.as_pia() as work:
        returns.decide_return(work, back, approve=True)
    assert asked(market).case.state == "requested"
