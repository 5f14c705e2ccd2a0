"""Money goes back once, however often the provider is asked: accepted, done, refused, or without an answer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from marketplace.kernel.jobs import Job
from marketplace.money.ledger.models import LedgerTransaction
from marketplace.money.ledger.queries import trial_balance
from marketplace.money.payments import asking
from marketplace.money.payments.errors import ProviderSilent
from marketplace.money.payments.events import RefundRequested
from marketplace.money.payments.models import ProviderEvent, Refund
from marketplace.money.payments.provider_events import judge_again, take_answer
from marketplace.money.payments.queries import count_doubtful
from marketplace.money.payments.rules import Verdict, refund_key
from marketplace.money.payments.told import EventKind, Told
from marketplace.trade.orders.models import OrderEvent
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.checking import ask, check_money
from tests.money.payments.telling import later
from tests.money.payments.twin import BadAnswer, Twin


@pytest.fixture
def due(market: Cast, worker: Worker, twin: Twin) -> UUID:
    """A refund of five hundred centavos that nobody asked the provider for yet."""
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    ask(market, code, cause="goodwill:x", amount_minor=500)
    with market.above() as work:
        work.session.execute(update(Job).where(Job.name == "send_refund").values(state="done", done_at=work.now))
        return work.session.scalars(select(Refund.id)).one()


def send(market: Cast, refund_id: UUID) -> None:
    """Do what the job does."""
    finish = asking.send_refund(RefundRequested(refund_id), "job:x")
    with market.above() as work:
        finish(work)


def refund(market: Cast) -> Refund:
    with market.above() as work:
        return work.session.scalars(select(Refund)).one()


def refunds_in_books(market: Cast) -> int:
    with market.above() as work:
        kinds = select(func.count()).select_from(LedgerTransaction).where(LedgerTransaction.kind == "refund")
        return work.session.scalar(kinds) or 0


def tell(market: Cast, kind: EventKind, *, event_id: str = "1", amount_minor: int = 500) -> Verdict:
    with market.above("webhook") as work:
        one = work.session.scalars(select(Refund)).one()
        told = Told(event_id, kind, kind.value, "re", refund_key(one.id), amount_minor, "MXN", "closed")
        return take_answer(work, "stripe", told)


def what(twin: Twin) -> list[str]:
    return [what for what, _key in twin.calls if "refund" in what]


def test_it_goes_back_and_the_books_say_so(market: Cast, worker: Worker, twin: Twin, due: UUID) -> None:
    send(market, due)
    one = refund(market)
    assert (one.state, one.provider_ref) == ("succeeded", twin.refunds[refund_key(due)].ref)
    assert one.succeeded_at is not None
    assert twin.calls[-1] == ("refund", refund_key(due))
    assert refunds_in_books(market) == 1
    with market.above() as work:
        assert "refunds_due" not in [account for account, amount in trial_balance(work) if amount]
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(OrderEvent.note).where(OrderEvent.kind == "refunded")).all() == ["500"]
        assert count_doubtful(work) == 0


def test_the_provider_is_asked_for_the_charge_that_it_knows(market: Cast, twin: Twin, due: UUID) -> None:
    asked = []
    real = twin.refund
    twin.refund = lambda one: asked.append(one) or real(one)  # type: ignore[method-assign, func-returns-value]
    send(market, due)
    with market.above() as work:
        attempt = make.attempt_of(work, work.session.scalars(select(make.Charge.purchase_id)).one())
    assert [(one.charge_ref, one.amount_minor, one.currency) for one in asked] == [(attempt.provider_ref, 500, "MXN")]


def test_what_has_an_answer_is_not_asked_for_again(market: Cast, twin: Twin, due: UUID) -> None:
    send(market, due)
    send(market, due)
    assert what(twin) == ["refund"]
    assert refunds_in_books(market) == 1


@pytest.mark.parametrize(
    ("day", "calls"),
    [(BadAnswer.UNHEARD, ["refund", "find refund", "refund"]), (BadAnswer.UNANSWERED, ["refund", "find refund"])],
)
def test_without_an_answer_it_looks_first_and_keeps_its_key(
    market: Cast, twin: Twin, due: UUID, day: BadAnswer, calls: list[str]
) -> None:
    twin.bad_days = [day]
    with pytest.raises(ProviderSilent):
        send(market, due)
    assert (refund(market).state, refunds_in_books(market)) == ("asked", 0)
    send(market, due)
    assert what(twin) == calls
    assert {key for what, key in twin.calls if "refund" in what} == {refund_key(due)}
    assert (refund(market).state, refunds_in_books(market), len(twin.refunds)) == ("succeeded", 1, 1)
    check_money_of(market)


def check_money_of(market: Cast) -> None:
    with market.above() as work:
        assert sum(amount for _account, amount in trial_balance(work)) == 0


def test_what_was_accepted_is_no_money_yet(market: Cast, worker: Worker, twin: Twin, due: UUID) -> None:
    twin.refund_kind = EventKind.REFUND_PENDING
    send(market, due)
    assert (refund(market).state, refunds_in_books(market)) == ("pending", 0)
    assert refund(market).succeeded_at is None
    assert tell(market, EventKind.REFUND_SUCCEEDED) is Verdict.TAKEN
    assert (refund(market).state, refunds_in_books(market)) == ("succeeded", 1)
    assert tell(market, EventKind.REFUND_SUCCEEDED, event_id="2") is Verdict.REPEATED
    assert tell(market, EventKind.REFUND_PENDING, event_id="3") is Verdict.OVER
    assert refunds_in_books(market) == 1


def test_what_could_not_go_back_stays_owed_and_a_late_word_of_it_is_doubted_until_somebody_looked(
    market: Cast, twin: Twin, due: UUID
) -> None:
    twin.refund_kind = EventKind.REFUND_FAILED
    send(market, due)
    one = refund(market)
    assert (one.state, one.failure, refunds_in_books(market)) == ("failed", "closed", 0)
    with market.above() as work:
        assert dict(trial_balance(work))["refunds_due"] == -500
        assert count_doubtful(work) == 1
    send(market, due)
    assert what(twin) == ["refund"]  # asking again would not help
    assert tell(market, EventKind.REFUND_SUCCEEDED) is Verdict.REFUND_DOUBTED  # told late, or it went after all
    assert (refund(market).state, refunds_in_books(market)) == ("failed", 0)
    with market.as_sergio() as work:
        doubted = work.session.scalars(select(ProviderEvent.id).where(ProviderEvent.verdict == "refund_doubted")).one()
        assert judge_again(work, doubted) is Verdict.TAKEN
    assert (refund(market).state, refunds_in_books(market)) == ("succeeded", 1)


def test_what_comes_back_after_it_went_is_owed_again_by_an_exact_reversal(market: Cast, twin: Twin, due: UUID) -> None:
    send(market, due)
    assert tell(market, EventKind.REFUND_FAILED) is Verdict.REFUND_FAILED
    one = refund(market)
    assert (one.state, one.times_stuck, one.succeeded_at, refunds_in_books(market)) == ("failed", 1, None, 1)
    with market.above() as work:
        assert dict(trial_balance(work))["refunds_due"] == -500
        assert count_doubtful(work) == 1
    assert tell(market, EventKind.REFUND_FAILED, event_id="2") is Verdict.REPEATED
    check_money_of(market)


def test_another_amount_is_not_what_was_asked(market: Cast, twin: Twin, due: UUID) -> None:
    twin.bad_days = [BadAnswer.UNHEARD]
    with pytest.raises(ProviderSilent):
        send(market, due)
    assert tell(market, EventKind.REFUND_SUCCEEDED, amount_minor=499) is Verdict.DIFFERS
    assert (refund(market).state, refunds_in_books(market)) == ("asked", 0)
    with market.above() as work:
        event = work.session.scalars(select(ProviderEvent).where(ProviderEvent.verdict == "differs")).one()
        assert event.charge_id == refund(market).charge_id


def test_what_was_never_asked_for_is_not_taken(market: Cast, twin: Twin, due: UUID) -> None:
    assert tell(market, EventKind.REFUND_SUCCEEDED) is Verdict.NO_CHARGE
    assert (refund(market).state, refunds_in_books(market)) == ("due", 0)


def test_the_clock_has_looked_at_what_is_still_under_way(market: Cast, worker: Worker, twin: Twin, due: UUID) -> None:
    twin.refund_kind = EventKind.REFUND_PENDING
    send(market, due)

    def by_the_clock() -> None:
        with market.above() as work:
            asking.doubt_unanswered(work)
        worker.drain()

    by_the_clock()
    assert what(twin) == ["refund"]
    twin.refund_kind = EventKind.REFUND_SUCCEEDED
    later(market, timedelta(hours=2))
    by_the_clock()
    assert what(twin) == ["refund", "find refund"]
    assert (refund(market).state, refunds_in_books(market)) == ("succeeded", 1)
    later(market, timedelta(hours=2))
    by_the_clock()
    assert what(twin) == ["refund", "find refund"]


def test_what_is_being_looked_at_is_not_doubted_again_meanwhile(market: Cast, twin: Twin, due: UUID) -> None:
    twin.refund_kind = EventKind.REFUND_PENDING
    send(market, due)
    make.place(market, [make.line(make.goods(market, title="Otro"))])
    later(market, timedelta(hours=2))
    for told in (["AttemptDoubted", "RefundDoubted"], []):
        with market.above() as work:
            asking.doubt_unanswered(work)
            assert [type(fact).__name__ for fact in work.facts] == told


def test_a_cancelled_order_comes_back_by_itself(market: Cast, worker: Worker, twin: Twin) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    from marketplace.trade.orders import service as orders

    with market.above() as work:
        orders.cancel_order(work, code, words="", buyer_id=market.carla.id)
    worker.drain()
    assert (refund(market).state, refunds_in_books(market)) == ("succeeded", 1)
    check_money(market)
