"""Something broke: claimed under the warranty frozen with the line, answered with a remedy or a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from marketplace.care.returns import service as returns
from marketplace.care.returns.errors import UnderClaim
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty import service as warranty
from marketplace.care.warranty.errors import (
    ClaimAlreadyOpen,
    ClaimNotCovered,
    ClaimReasonNeeded,
    ClaimWrongState,
    NoneLeft,
    NoSuchClaim,
)
from marketplace.care.warranty.models import Claim
from marketplace.care.warranty.rules import covered_until
from marketplace.kernel.calendar import MEXICO
from marketplace.money.fees.models import FeeLine
from marketplace.money.payments.models import Refund
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, claim
from tests.cast import Cast
from tests.money.checking import check_money
from tests.racing import forget_to_read_again


def test_a_claim_starts_the_shops_clock(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    claim(market, code)
    with market.as_alicia() as work:
        found = work.session.scalars(select(Claim)).one()
        assert found.state == "open"
        assert found.answer_by > work.now
        assert found.covered_until > work.now + timedelta(days=85)


def test_before_delivery_and_after_its_end_nothing_is_covered(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(ClaimNotCovered):
        claim(market, code)
    with market.above() as work:
        work.session.execute(update(Order).values(state="delivered", delivered_at=work.now - timedelta(days=95)))
    with pytest.raises(ClaimNotCovered):
        claim(market, code)


def test_one_claim_at_a_time(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    claim(market, code)
    with pytest.raises(ClaimAlreadyOpen):
        claim(market, code)


def test_the_shop_answers_once_with_words(market: Cast, worker: Worker) -> None:
    opened = claim(market, make.delivered_order(market, worker, [make.line(make.goods(market))]))
    with pytest.raises(ClaimReasonNeeded), market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy="replace", answer="")
    with market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy="replace", answer="Te mandamos otra.")
    with pytest.raises(ClaimWrongState), market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy=None, answer="No.")
    with market.as_alicia() as work:
        warranty.close_claim(work, opened)
        assert warranty.get_claim(work, opened).state == "closed"


def test_the_neighbour_sees_no_claim(market: Cast, worker: Worker) -> None:
    opened = claim(market, make.delivered_order(market, worker, [make.line(make.goods(market))]))
    with pytest.raises(NoSuchClaim), market.as_bruno() as work:
        warranty.answer_claim(work, opened, remedy="repair", answer="x")


@pytest.mark.parametrize(
    ("delivered", "months", "last"),
    [
        ((2026, 11, 30), 3, (2027, 2, 28)),
        ((2026, 11, 24), 3, (2027, 2, 24)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2026, 2, 1), 3, (2026, 5, 2)),  # three months would be 89 days; the law says ninety at least
    ],
)
def test_a_warranty_lasts_until_the_night_of_its_last_day(delivered: tuple, months: int, last: tuple) -> None:
    until = covered_until(datetime(*delivered, 23, 30, tzinfo=MEXICO), months)
    assert until.astimezone(MEXICO) == datetime(*last, 23, 59, 59, tzinfo=MEXICO)


def refund(market: Cast, code: str) -> str:
    opened = claim(market, code)
    with market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy="refund", answer="Te lo devolvemos.")
    return opened


def test_giving_the_money_back_really_gives_it_back(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    opened = refund(market, code)
    with market.as_alicia() as work:
        assert warranty.get_claim(work, opened).state == "refund_due"  # nothing says that it is over before it is
    with pytest.raises(ClaimWrongState), market.as_alicia() as work:
        warranty.close_claim(work, opened)
    worker.drain()
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert order.refunded_minor == order.total_minor  # all of one piece, and the way there
        assert work.session.scalars(select(Refund.state)).one() == "succeeded"
        assert work.session.scalar(select(func.sum(FeeLine.amount_minor)).where(FeeLine.amount_minor > 0)) is not None
        by_kind = select(func.sum(FeeLine.amount_minor)).where(FeeLine.kind != "shipping_subsidy")
        assert work.session.scalar(by_kind) == 0
        assert warranty.get_claim(work, opened).state == "closed"
    check_money(market)


def pieces(market: Cast) -> tuple[int, int, int]:
    """Of the one line: going back, under a claim, left."""
    with market.above() as work:
        line = work.session.scalars(select(OrderLine)).one()
        return line.going_back, line.claimed, line.left


def check_no_money(market: Cast) -> None:
    with market.above() as work:
        assert work.session.scalars(select(Refund)).all() == []
    check_money(market)


def test_what_is_under_warranty_is_not_sent_back_too(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    opened = claim(market, code)
    with pytest.raises(UnderClaim):
        ask(market, code, 2)
    with market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy="replace", answer="Te mando otro.")
    with pytest.raises(UnderClaim):
        ask(market, code, 2)
    assert pieces(market) == (0, 1, 1)
    ask(market, code, 1)  # the other piece
    with pytest.raises(UnderClaim):
        ask(market, code, 1)
    assert pieces(market) == (1, 1, 0)
    with market.above() as work:
        assert len(work.session.scalars(select(ReturnCase)).all()) == 1
    worker.drain()
    check_no_money(market)


@pytest.mark.parametrize("remedy", [None, "repair", "replace"])
def test_when_the_claim_is_over_its_pieces_can_be_sent_back(market: Cast, worker: Worker, remedy: str | None) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    opened = claim(market, code)
    with market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy=remedy, answer="Así queda.")
        if remedy:
            warranty.close_claim(work, opened)
    assert pieces(market) == (0, 0, 1)
    ask(market, code, 1)
    assert pieces(market) == (1, 0, 0)
    check_no_money(market)


def test_what_goes_back_by_a_return_does_not_go_back_by_warranty_too(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    ask(market, code, 1)
    with pytest.raises(NoneLeft):
        claim(market, code)
    worker.drain()
    check_no_money(market)


def test_a_claim_beside_a_return_from_before_gives_no_money_twice(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    opened = claim(market, code)
    with market.above() as work:  # as the release before allowed
        work.session.execute(update(OrderLine).values(going_back=1))
    with pytest.raises(NoneLeft), market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy="refund", answer="Te lo devolvemos.")
    worker.drain()
    check_no_money(market)


@pytest.mark.parametrize("reads_again", [True, False])
def test_a_return_counts_the_claim_that_was_opened_while_its_page_was_read(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch, *, reads_again: bool
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    if not reads_again:
        forget_to_read_again(monkeypatch)
    with market.as_carla() as work:
        (line,) = orders.lines_of(work, orders.get_order(work, code))
        claim(market, code)
        asked = {"quantities": {line.id: 1}, "reason": "damaged", "message": "Se rompió."}
        if reads_again:
            with pytest.raises(UnderClaim):
                returns.request_return(work, code, **asked)
        else:
            returns.request_return(work, code, **asked)  # without it, both would be open for one piece
