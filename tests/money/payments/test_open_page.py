"""Asking the provider for its page: after the commit, under a key that stays, and by looking where the answer got lost."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.kernel import quarantine
from marketplace.money.payments import asking, service
from marketplace.money.payments.asking import open_page
from marketplace.money.payments.errors import ChargeOver, ChargePaid, NoSuchCharge, ProviderSilent
from marketplace.money.payments.models import Charge, PaymentAttempt
from marketplace.money.payments.provider_events import take_answer
from marketplace.money.payments.queries import find_page
from marketplace.money.payments.rules import Verdict, attempt_key
from marketplace.money.payments.told import EventKind, Standing
from marketplace.trade.checkout.service import Placed
from marketplace.trade.orders.models import Purchase
from marketplace.trade.orders.unpaid import expire_unpaid
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.telling import later, tell, told_of
from tests.money.payments.twin import BadAnswer, Twin
from tests.racing import at_once, forget_to_read_again
from tests.trade.buying import OVER
from tests.web.asking import add, form_of


@pytest.fixture
def placed(market: Cast, twin: Twin) -> Placed:
    """A purchase whose provider was not asked yet."""
    return make.place(market, [make.line(make.goods(market))], opened=False)


def attempt(market: Cast, placed: Placed) -> PaymentAttempt:
    with market.above() as work:
        return make.attempt_of(work, placed.purchase_id)


def attempts(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(PaymentAttempt)) or 0


def test_placing_writes_an_attempt_down_and_asks_nobody(market: Cast, twin: Twin, placed: Placed) -> None:
    with market.above() as work:
        charge = work.session.scalars(select(Charge)).one()
        total = work.session.scalars(select(Purchase.total_minor)).one()
        one = make.attempt_of(work, placed.purchase_id)
    assert (charge.state, charge.amount_minor, charge.currency, charge.reference) == (
        "pending",
        total,
        "MXN",
        placed.code,
    )
    assert (charge.paid_by, charge.succeeded_at) == (None, None)
    assert (one.state, one.number, one.provider, one.amount_minor, one.currency) == ("new", 1, "stripe", total, "MXN")
    assert (one.provider_ref, one.page, one.asked_at, one.received_minor) == (None, None, None, 0)
    assert twin.calls == []


def test_the_provider_is_asked_once_under_the_attempts_key(market: Cast, twin: Twin, placed: Placed) -> None:
    page = open_page(placed.purchase_id)
    one = attempt(market, placed)
    assert twin.calls == [("open", attempt_key(one.id))]
    assert (one.state, one.page, one.provider_ref) == ("open", page, page.rpartition("/")[2])
    assert one.asked_at is not None
    assert open_page(placed.purchase_id) == page
    assert len(twin.calls) == 1
    assert attempts(market) == 1
    with market.above() as work:
        assert find_page(work, placed.purchase_id) == page


@pytest.mark.parametrize(
    ("day", "calls"), [(BadAnswer.UNHEARD, ["open", "find", "open"]), (BadAnswer.UNANSWERED, ["open", "find"])]
)
def test_where_no_answer_came_it_looks_before_it_asks_and_never_takes_a_new_key(
    market: Cast, twin: Twin, placed: Placed, day: BadAnswer, calls: list[str]
) -> None:
    twin.bad_days = [day]
    with pytest.raises(ProviderSilent):
        open_page(placed.purchase_id)
    one = attempt(market, placed)
    assert (one.state, one.page) == ("asked", None)
    with market.above() as work:
        assert find_page(work, placed.purchase_id) is None
    assert open_page(placed.purchase_id) == twin.charges[attempt_key(one.id)].page
    assert [what for what, _key in twin.calls] == calls
    assert {key for _what, key in twin.calls} == {attempt_key(one.id)}
    assert len(twin.charges) == attempts(market) == 1


def test_a_copy_of_the_market_asks_nobody(market: Cast, twin: Twin, placed: Placed) -> None:
    with market.above() as work:
        quarantine.hold(work)
    try:
        with pytest.raises(ProviderSilent):
            open_page(placed.purchase_id)
    finally:
        with market.above() as work:
            quarantine.release(work)
    assert twin.calls == []
    assert attempt(market, placed).state == "new"


def test_it_is_refused_inside_a_unit_of_work(market: Cast, twin: Twin, placed: Placed) -> None:
    with pytest.raises(RuntimeError, match="inside a unit of work"), market.above():
        open_page(placed.purchase_id)
    assert twin.charges == {}


def test_what_is_over_or_paid_or_nothing_is_not_asked_for(
    market: Cast, worker: Worker, twin: Twin, placed: Placed
) -> None:
    open_page(placed.purchase_id)
    tell(market, placed)
    with pytest.raises(ChargePaid):
        open_page(placed.purchase_id)
    late = make.place(market, [make.line(make.goods(market, title="Otro"))], hold=OVER, opened=False)
    with market.above() as work:
        expire_unpaid(work)
    with pytest.raises(ChargeOver):
        open_page(late.purchase_id)
    with pytest.raises(NoSuchCharge):
        open_page(market.carla.id)
    assert len(twin.calls) == 1
    assert attempt(market, late).state == "new"


def test_after_an_attempt_ended_there_is_a_further_one_with_its_own_key(
    market: Cast, worker: Worker, twin: Twin, placed: Placed
) -> None:
    first_page = open_page(placed.purchase_id)
    first = attempt(market, placed)
    old = told_of(market, placed, event_id="late")
    tell(market, placed, kind=EventKind.CHARGE_ENDED)
    with market.above() as work:
        assert find_page(work, placed.purchase_id) is None
    second_page = open_page(placed.purchase_id)
    second = attempt(market, placed)
    assert second_page != first_page
    assert (second.number, second.amount_minor, second.provider) == (2, first.amount_minor, "stripe")
    assert tell(market, placed) is Verdict.TAKEN
    with market.above() as work:
        assert work.session.scalars(select(Charge.paid_by)).one() == second.id
        assert take_answer(work, "stripe", old) is Verdict.TWICE  # staff give one of them back
    with market.above() as work:
        assert work.session.scalars(select(Charge.paid_by)).one() == second.id
        states = select(PaymentAttempt.state).order_by(PaymentAttempt.number)
        assert list(work.session.scalars(states)) == ["succeeded", "succeeded"]


def test_what_the_provider_tells_may_come_before_its_answer(market: Cast, twin: Twin, placed: Placed) -> None:
    twin.bad_days = [BadAnswer.UNANSWERED]
    with pytest.raises(ProviderSilent):
        open_page(placed.purchase_id)
    assert tell(market, placed, ref="its name there") is Verdict.TAKEN
    one = attempt(market, placed)
    assert (one.state, one.provider_ref) == ("succeeded", "its name there")
    with market.above() as work:
        assert service.note_standing(work, one.charge_id, one.id, Standing("another", "/page")) is None
    assert attempt(market, placed).provider_ref == "its name there"


def test_what_is_seen_when_looking_is_taken_as_if_it_had_been_told(
    market: Cast, worker: Worker, twin: Twin, placed: Placed
) -> None:
    open_page(placed.purchase_id)
    one, told = attempt(market, placed), told_of(market, placed)
    with market.above() as work:
        assert (
            service.note_standing(work, one.charge_id, one.id, Standing(one.provider_ref or "", one.page or "", told))
            is None
        )
    assert attempt(market, placed).state == "succeeded"


def asked_at_once(app: Flask, market: Cast, placed: Placed) -> list[object]:
    def ask(_number: int, together: threading.Barrier) -> object:
        with market.above("payment") as work:
            seen = make.attempt_of(work, placed.purchase_id)
            together.wait()
            return service.ask_charge(work, placed.purchase_id).before and seen.state == "asked"

    return at_once(app, 4, ask)


def test_of_many_at_once_one_asks_and_the_others_look_first(app: Flask, market: Cast, placed: Placed) -> None:
    assert sorted(map(str, asked_at_once(app, market, placed))) == ["False", "True", "True", "True"]


def test_without_reading_again_the_race_is_seen(
    app: Flask, market: Cast, placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_to_read_again(monkeypatch)
    assert asked_at_once(app, market, placed).count(False) > 1


def test_a_buyer_whose_provider_is_silent_is_told_so_and_can_ask_again(
    shopper: FlaskClient, market: Cast, twin: Twin
) -> None:
    add(shopper, make.goods(market))
    twin.bad_days = [BadAnswer.UNHEARD]
    answer = shopper.post("/pagar", data=form_of(shopper), follow_redirects=True)
    assert re.fullmatch(r"/compra/[^/]+/pagar", answer.request.path)
    assert "no contestó" in answer.text
    assert "Ir a pagar" in answer.text
    before = attempts(market)
    shopper.get(answer.request.path)  # looking asks nobody
    assert [what for what, _key in twin.calls] == ["open"]
    page = shopper.post(answer.request.path)
    assert page.status_code == 303
    assert page.location.startswith("/pago-de-prueba/")
    assert shopper.get(answer.request.path).location == page.location
    assert attempts(market) == before == 1


def test_a_stranger_asks_for_no_page(app: Flask, market: Cast, twin: Twin, placed: Placed) -> None:
    assert app.test_client().post(f"/compra/{placed.code}/pagar").status_code in (302, 401, 404)
    assert twin.calls == []


def test_the_clock_has_looked_at_what_stayed_without_an_answer(
    market: Cast, worker: Worker, twin: Twin, placed: Placed
) -> None:
    twin.bad_days = [BadAnswer.UNANSWERED]
    with pytest.raises(ProviderSilent):
        open_page(placed.purchase_id)

    def by_the_clock() -> None:
        with market.above() as work:
            asking.doubt_unanswered(work)
        worker.drain()

    by_the_clock()
    assert [what for what, _key in twin.calls] == ["open"]  # it may still be on its way
    later(market, timedelta(hours=2))
    by_the_clock()
    assert [what for what, _key in twin.calls] == ["open", "find"]
    assert attempt(market, placed).state == "open"
    by_the_clock()
    assert len(twin.calls) == 2  # once an hour is enough
    later(market, timedelta(days=11))
    by_the_clock()
    assert len(twin.calls) == 2  # nobody pays any more
