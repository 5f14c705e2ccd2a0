"""What a shop's entries come to is kept beside them, by the statement that adds them, and by nothing else."""

from __future__ import annotations

from sqlalchemy import delete, update

from marketplace.money.ledger.models import LedgerBalance
from marketplace.money.ledger.queries import balance, wrong_balances
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, finish
from tests.cast import Cast
from tests.money.checking import owed


def kept(market: Cast) -> dict[str, int]:
    """What the shop is told that it has."""
    with market.as_alicia() as work:
        found = balance(work)
        return {"seller_pending": found.pending_minor, "seller_available": found.available_minor}


def test_a_sale_a_refund_and_a_release_are_in_the_balance_at_once(market: Cast, worker: Worker) -> None:
    assert kept(market) == {"seller_pending": 0, "seller_available": 0}
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    sold = owed(market, code)["seller_pending"]
    assert sold > 0
    assert kept(market) == {"seller_pending": sold, "seller_available": 0}
    finish(market, worker, ask(market, code, 1))
    left = owed(market, code)["seller_pending"]
    assert 0 < left < sold
    assert kept(market) == {"seller_pending": left, "seller_available": 0}
    make.release(market)
    assert kept(market) == {"seller_pending": 0, "seller_available": left}
    with market.above() as work:
        assert wrong_balances(work) == []


def test_the_neighbour_sees_neither_it_nor_its_entries(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_bruno() as work:
        assert (balance(work).pending_minor, balance(work).available_minor) == (0, 0)


def test_a_balance_that_somebody_wrote_over_is_found_and_so_is_one_that_is_gone(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    sold = owed(market, code)["seller_pending"]
    with market.above() as work:
        work.session.execute(update(LedgerBalance).values(amount_minor=LedgerBalance.amount_minor - 1))
        assert wrong_balances(work) == [(market.alpaca.id, "seller_pending", -sold - 1, -sold)]
        work.session.execute(delete(LedgerBalance))
        assert wrong_balances(work) == [(market.alpaca.id, "seller_pending", 0, -sold)]
