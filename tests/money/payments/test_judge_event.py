"""What a provider says: kept whatever it is, and money only when kind, amount and currency are what was asked for."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import AuditLine
from marketplace.money.ledger.models import LedgerTransaction
from marketplace.money.payments.asking import open_page
from marketplace.money.payments.models import Charge, ProviderEvent
from marketplace.money.payments.provider_events import judge_event, take_answer
from marketplace.money.payments.queries import charge_of, count_doubtful
from marketplace.money.payments.rules import Verdict
from marketplace.money.payments.told import EventKind
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.unpaid import expire_unpaid
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.telling import tell, told_of
from tests.racing import at_once, forget_to_read_again
from tests.trade.buying import OVER
from tests.web.asking import client_of


def charge_state(market: Cast) -> str:
    with market.above() as work:
        return work.session.scalars(select(Charge.state)).one()


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({"kind": EventKind.OTHER}, Verdict.UNKNOWN_KIND),
        ({"amount_minor": None}, Verdict.NO_AMOUNT),
        ({"currency": None}, Verdict.NO_AMOUNT),
        ({"amount_minor": 1}, Verdict.DIFFERS),
        ({"currency": "USD"}, Verdict.DIFFERS),
        ({"ref": "nobody's", "key": None}, Verdict.NO_CHARGE),
        ({"key": f"charge:{new_id()}"}, Verdict.NO_CHARGE),
    ],
)
def test_what_does_not_fit_is_kept_and_is_no_money(
    market: Cast, worker: Worker, said: dict[str, Any], verdict: Verdict
) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    assert tell(market, placed, **said) is verdict
    worker.drain()
    assert charge_state(market) == "pending"
    with market.above() as work:
        assert work.session.scalars(select(Order.state)).one() == "awaiting_payment"
        assert work.session.scalars(select(ProviderEvent.verdict)).one() == verdict
        assert work.session.scalar(select(func.count()).select_from(LedgerTransaction)) == 0
        assert count_doubtful(work) == 1


def test_staff_see_what_does_not_fit(app: Flask, market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    sergio = client_of(app, market.sergio)
    assert "avisos" not in sergio.get("/operacion/").text
    tell(market, placed, amount_minor=12_345)
    assert "#avisos" in sergio.get("/operacion/").text
    books = sergio.get("/operacion/finanzas").text
    assert "Otro monto u otra moneda" in books
    assert "$123.45" in books


def test_a_failure_says_why_and_takes_nothing(market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    assert (
        tell(market, placed, kind=EventKind.CHARGE_DECLINED, amount_minor=None, failure="insufficient_funds")
        is Verdict.TAKEN
    )
    with market.above() as work:
        attempt = make.attempt_of(work, placed.purchase_id)
        assert (attempt.state, attempt.failure, attempt.received_minor) == ("open", "insufficient_funds", 0)
        assert work.session.scalars(select(Charge.state)).one() == "pending"
        assert count_doubtful(work) == 0


def test_a_failure_after_the_time_is_over_changes_nothing(market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))], hold=OVER)
    with market.above() as work:
        expire_unpaid(work)
    assert tell(market, placed, kind=EventKind.CHARGE_DECLINED) is Verdict.OVER
    assert tell(market, placed, amount_minor=None) is Verdict.NO_AMOUNT
    assert charge_state(market) == "expired"


def test_another_providers_word_is_about_nothing_of_this_one(market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    for told in (told_of(market, placed), told_of(market, placed, key=None)):
        with market.above("webhook") as work:
            assert take_answer(work, "another", told) is Verdict.NO_CHARGE
    assert charge_state(market) == "pending"
    assert tell(market, placed, key=None) is Verdict.TAKEN  # the control: by its own provider's name for it


def test_an_event_is_judged_once_for_good(market: Cast, worker: Worker) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    assert tell(market, placed) is Verdict.TAKEN
    with market.above() as work:
        event_id = work.session.scalars(select(ProviderEvent.id)).one()
        assert judge_event(work, event_id) is Verdict.TAKEN
        assert work.facts == []
    with market.above() as work:
        assert work.session.scalars(select(ProviderEvent.verdict)).one() == "taken"


def test_late_money_is_money(market: Cast, worker: Worker) -> None:
    placed = make.place(market, [make.line(make.goods(market))], hold=OVER)
    with market.above() as work:
        expire_unpaid(work)
    assert tell(market, placed) is Verdict.TAKEN
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(Order.state)).one() == "paid"


def audit_lines(app: Flask, market: Cast, purchase: Any) -> int:
    """Tell that a charge succeeded eight times at once, each telling its own event, all having read it before."""

    told = told_of(market, purchase)

    def say(number: int, together: threading.Barrier) -> None:
        with market.above("webhook") as work:
            charge_of(work, purchase.purchase_id)
            attempt = make.attempt_of(work, purchase.purchase_id)
            together.wait()
            take_answer(work, "stripe", replace(told, event_id=f"event {number}"))
            assert attempt.state == "succeeded"

    failed = [one for one in at_once(app, 8, say) if one is not None]
    assert all("Forbidden" not in type(one).__name__ for one in failed), failed
    with market.above() as work:
        verb = AuditLine.verb == "payments.charge"
        return work.session.scalar(select(func.count()).select_from(AuditLine).where(verb)) or 0


def test_one_charge_told_many_times_at_once_settles_once(app: Flask, market: Cast, worker: Worker) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    assert audit_lines(app, market, placed) == 1
    worker.drain()
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(LedgerTransaction)) == 1
        assert work.session.scalar(select(func.count()).select_from(ProviderEvent)) == 8


def test_without_reading_again_the_race_is_seen(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    forget_to_read_again(monkeypatch)
    assert audit_lines(app, market, placed) > 1


def verdicts_of_two_attempts(app: Flask, market: Cast) -> list[Any]:
    """Two attempts of one charge are paid at once, and who judges them read the charge before."""
    placed = make.place(market, [make.line(make.goods(market))])
    told = [told_of(market, placed)]
    tell(market, placed, kind=EventKind.CHARGE_ENDED)
    open_page(placed.purchase_id)
    told.append(told_of(market, placed))

    def judge(number: int, together: threading.Barrier) -> Verdict:
        with market.above("webhook") as work:
            seen = charge_of(work, placed.purchase_id)
            together.wait()
            verdict = take_answer(work, "stripe", told[number])
            assert seen.state == "succeeded"
            return verdict

    return at_once(app, 2, judge)


def test_of_two_attempts_that_are_paid_at_once_one_is_the_charges(app: Flask, market: Cast) -> None:
    assert sorted(verdicts_of_two_attempts(app, market)) == [Verdict.TAKEN, Verdict.TWICE]


def test_without_reading_again_both_would_be(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_to_read_again(monkeypatch)
    assert verdicts_of_two_attempts(app, market) == [Verdict.TAKEN, Verdict.TAKEN]
