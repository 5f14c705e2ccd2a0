"""A chargeback: however it is told, how it stands is read at the provider, and the books move once each way."""

from __future__ import annotations

from itertools import permutations

import pytest
from sqlalchemy import func, select

from marketplace.kernel.jobs import Job
from marketplace.money.ledger.models import LedgerTransaction
from marketplace.money.ledger.queries import trial_balance, unbalanced
from marketplace.money.payments import answer_chargeback, count_chargebacks
from marketplace.money.payments.errors import AnsweredBefore, NoSuchChargeback
from marketplace.money.payments.gateways import get_twin
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.gateways.twin.errors import TwinRefusal
from marketplace.money.payments.gateways.twin.store import Shelf
from marketplace.money.payments.models import Chargeback, PaymentAttempt, ProviderEvent
from marketplace.money.payments.provider_events import keep_event
from marketplace.money.payments.queries import count_doubtful
from marketplace.money.payments.told import EventKind, Told
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import CancelReason
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.disputing import chargeback, decide, hear, take_back
from tests.money.payments.ordering_events import told_in_order

FEE = 15_000


@pytest.fixture
def paid(market: Cast, worker: Worker) -> str:
    return make.paid_order(market, worker, [make.line(make.goods(market))])


def moved(market: Cast) -> list[str]:
    with market.above() as work:
        kinds = work.session.scalars(
            select(LedgerTransaction.kind).where(LedgerTransaction.cause.startswith("chargeback:"))
        )
        assert unbalanced(work) == 0
        return sorted(kinds)


def accounts(market: Cast) -> dict[str, int]:
    with market.above() as work:
        return dict(trial_balance(work))


def answer(market: Cast, one: Chargeback, **evidence: str) -> None:
    with market.as_sergio() as work:
        answer_chargeback(work, one.id, evidence)


def test_what_a_bank_took_stands_in_the_books_with_its_fee_and_staff_see_it(
    market: Cast, worker: Worker, paid: str
) -> None:
    before = accounts(market)
    one = take_back(market, worker)
    assert (one.state, one.reason, one.fee_minor, one.currency) == ("open", "product_not_received", FEE, "MXN")
    assert one.answer_by is not None
    after = accounts(market)
    assert after["disputes"] == one.amount_minor
    assert after["provider"] == before["provider"] - one.amount_minor - FEE
    assert moved(market) == ["dispute", "dispute_fee"]
    with market.above() as work:
        assert (count_doubtful(work), count_chargebacks(work)) == (0, (1, 0))  # it has a page of its own


def test_told_again_it_is_one(market: Cast, worker: Worker, paid: str) -> None:
    one = take_back(market, worker)
    with market.above() as work:
        kept = work.session.scalars(select(ProviderEvent).where(ProviderEvent.kind == "dispute.opened")).one()
        again = [(kept.event_id, kept.payment_ref), ("another telling", kept.payment_ref)]
    for event_id, payment_ref in again:
        with market.above("webhook") as work:
            told = Told(event_id, EventKind.DISPUTE_OPENED, "x", one.ref, None, 1, "MXN", payment_ref=payment_ref)
            keep_event(work, "stripe", told)
        worker.drain()
    assert chargeback(market).amount_minor == one.amount_minor
    assert moved(market) == ["dispute", "dispute_fee"]


def test_what_is_answered_goes_to_the_bank_once(market: Cast, worker: Worker, paid: str) -> None:
    one = take_back(market, worker)
    answer(market, one, shipping_tracking_number="4242424201")
    with pytest.raises(AnsweredBefore):
        answer(market, one, shipping_tracking_number="other")
    hear(market, worker)
    sent = chargeback(market)
    assert (sent.state, sent.answered_by) == ("sent", market.sergio.name)
    with get_twin().store.change() as shelf:
        kept = shelf.find(one.ref)
    assert kept is not None
    assert (kept["evidence"]["shipping_tracking_number"], kept["status"]) == ("4242424201", "under_review")
    assert kept["evidence_details"]["submission_count"] == 1
    with pytest.raises(NoSuchChargeback), market.as_sergio() as work:
        answer_chargeback(work, market.carla.id, {})


def test_what_is_won_comes_back_and_its_fee(market: Cast, worker: Worker, paid: str) -> None:
    before = accounts(market)
    take_back(market, worker)
    one = decide(market, worker, won=True)
    assert one.state == "won"
    assert one.closed_at is not None
    assert accounts(market)["provider"] == before["provider"]
    assert accounts(market)["disputes"] == 0
    assert moved(market) == ["dispute", "dispute_back", "dispute_fee", "dispute_fee_back"]
    with pytest.raises(AnsweredBefore):
        answer(market, one)


def test_nothing_that_is_told_after_the_end_moves_anything(market: Cast, worker: Worker, paid: str) -> None:
    one = take_back(market, worker)
    decide(market, worker, won=True)
    before = moved(market)
    with get_twin().store.change() as shelf:
        kept = shelf.find(one.ref)
        assert kept is not None
        shelf.put({**kept, "status": "needs_response"})
        shelf.tell("charge.dispute.created", kept)
    hear(market, worker)
    assert (chargeback(market).state, moved(market)) == ("won", before)


def test_an_inquiry_takes_no_money(market: Cast, worker: Worker, paid: str) -> None:
    def inquire(shelf: Shelf, payment: str) -> None:
        dispute = acts.open_dispute(shelf, payment)
        shelf.put({**dispute, "status": "warning_needs_response", "balance_transactions": []})

    with market.above() as work:
        payment = work.session.scalars(select(PaymentAttempt.payment_ref)).one() or ""
    with get_twin().store.change() as shelf:
        inquire(shelf, payment)
    hear(market, worker)
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Chargeback)) == 0
    assert moved(market) == []


def test_nothing_is_left_to_ask_for_of_what_went_back(market: Cast, worker: Worker, paid: str) -> None:
    with market.as_alicia() as work:
        orders.cancel_order(work, paid, why=CancelReason.BROKEN)
    hear(market, worker)
    with pytest.raises(TwinRefusal):
        take_back(market, worker)
    assert moved(market) == []


def test_a_dispute_about_no_money_is_none_and_no_job_dies_of_it(market: Cast, worker: Worker, paid: str) -> None:
    with market.above() as work:
        payment = work.session.scalars(select(PaymentAttempt.payment_ref)).one() or ""
    with get_twin().store.change() as shelf:
        shelf.put({**acts.open_dispute(shelf, payment), "amount": 0})
    hear(market, worker)
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Chargeback)) == 0
        assert (
            work.session.scalars(select(Job.name).where(Job.state != "done", Job.last_error.is_not(None))).all() == []
        )
    assert moved(market) == []


# What a card's payment tells from its page to the end of a chargeback: the page, the payment, and the dispute twice.
EVENTS = (
    "payment_intent.payment_failed", "payment_intent.succeeded", "checkout.session.completed",
    "charge.dispute.created", "charge.dispute.closed",
)  # fmt: skip


@pytest.mark.slow
def test_five_events_in_each_of_their_orders_end_the_same(market: Cast, worker: Worker) -> None:
    """All 120 orders, each event twice, and in one of them ten times: one effect, the same end."""
    ends = {told_in_order(market, worker, order, EVENTS, times=2) for order in permutations(range(5))}
    ends.add(told_in_order(market, worker, range(5), EVENTS, times=10))
    assert len(ends) == 1
    with market.above() as work:
        assert set(work.session.scalars(select(Order.state))) == {"paid"}
        assert unbalanced(work) == 0
