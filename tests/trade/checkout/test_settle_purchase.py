"""The money is there: stock leaves the shelf, the books are written, shops may pack. And when it is too late."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.goods.catalog.models import Listing
from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction
from marketplace.money.ledger.queries import balance, trial_balance, unbalanced
from marketplace.money.payments.models import Refund
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.unpaid import expire_unpaid
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.telling import tell
from tests.trade.buying import OVER


def states(market: Cast) -> list[str]:
    with market.above() as work:
        return list(work.session.scalars(select(Order.state)))


def test_a_paid_purchase_may_be_packed_and_its_stock_is_gone(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, pieces=5)
    make.paid_order(market, worker, [make.line(yarn, 2)])
    assert states(market) == ["paid"]
    assert make.stock(market, yarn) == (3, 0)
    with market.above() as work:
        assert work.session.scalars(select(Listing.popularity)).one() == 2


def test_the_books_agree_with_the_order_and_the_balance_to_the_centavo(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market, price_minor=116_000))])
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        lines = work.session.scalar(select(func.sum(FeeLine.amount_minor)).where(FeeLine.order_id == order.id))
        assert lines == order.fees_minor
        assert sum(amount for _account, amount in trial_balance(work)) == 0
        assert unbalanced(work) == 0
    with market.as_alicia() as work:
        assert balance(work).pending_minor == order.total_minor - order.fees_minor
        assert balance(work).available_minor == 0
    with market.as_bruno() as work:
        assert balance(work).pending_minor == 0


def test_the_provider_may_tell_it_twice(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, pieces=5)
    placed = make.place(market, [make.line(yarn)])
    for event in ("evt_1", "evt_1", "evt_2"):
        tell(market, placed, event_id=event)
    worker.drain()
    assert make.stock(market, yarn) == (4, 0)
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(LedgerTransaction)) == 1


def test_unpaid_is_given_up_by_the_clock_and_the_stock_is_free(market: Cast) -> None:
    yarn = make.goods(market, pieces=5)
    make.place(market, [make.line(yarn, 2)], hold=OVER)
    with market.above() as work:
        expire_unpaid(work)
    assert states(market) == ["expired"]
    assert make.stock(market, yarn) == (5, 0)


def test_what_still_has_time_is_left_alone(market: Cast) -> None:
    yarn = make.goods(market, pieces=5)
    make.place(market, [make.line(yarn, 2)])
    with market.above() as work:
        expire_unpaid(work)
    assert states(market) == ["awaiting_payment"]
    assert make.stock(market, yarn) == (5, 2)


def test_a_late_payment_takes_the_stock_again_when_it_is_still_there(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, pieces=5)
    placed = make.place(market, [make.line(yarn, 2)], hold=OVER)
    with market.above() as work:
        expire_unpaid(work)
    make.pay(market, placed)
    worker.drain()
    assert states(market) == ["paid"]
    assert make.stock(market, yarn) == (3, 0)


def test_a_late_payment_for_what_is_gone_is_returned_whole(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, pieces=1)
    late = make.place(market, [make.line(yarn)], hold=OVER)
    make.pay(market, late, heard=False)  # at the last moment
    with market.above() as work:
        expire_unpaid(work)
    make.pay(market, make.place(market, [make.line(yarn)], buyer=market.diego))
    worker.drain()
    assert sorted(states(market)) == ["cancelled", "paid"]
    with market.above() as work:
        purchase = work.session.get_one(Purchase, late.purchase_id)
        refund = work.session.scalars(select(Refund)).one()
        assert (refund.amount_minor, refund.state) == (purchase.total_minor, "succeeded")
        cancelled = work.session.scalars(select(Order).where(Order.state == "cancelled")).one()
        entries = select(func.sum(LedgerEntry.amount_minor)).where(
            LedgerEntry.order_id == cancelled.id, LedgerEntry.tenant_id == market.alpaca.id
        )
        assert work.session.scalar(entries) == 0
    assert make.stock(market, yarn) == (0, 0)
