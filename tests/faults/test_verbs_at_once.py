"""Every verb that changes a state is asked for by several at once: one does it, and the others get its refusal.

All have read the row before any locks it, as pages do. The control forgets to read it again behind the lock, or, where
what hangs off the locked row is counted, does not lock: then the others come through.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.care.messaging import rules as messaging_rules
from marketplace.goods.catalog.models import Listing
from marketplace.money.payments.models import Charge
from marketplace.money.payments.provider_events import take_answer
from marketplace.money.payments.queries import charge_of
from marketplace.money.payments.service import close_charge
from marketplace.people.sellers import applications
from marketplace.people.sellers import errors as sellers_errors
from marketplace.platform.moderation import errors as moderation_errors
from marketplace.platform.moderation import service as moderation
from marketplace.window.watching import rules as watching_rules
from marketplace.worker import Worker
from tenants.wall import WalledSession
from tests import make
from tests.cast import Cast
from tests.faults.verbs import BY_COUNT, BY_QUERY, BY_STATE, CALLERS, Race, as_administrator, submitted
from tests.money.payments.telling import told_of
from tests.people.sellers import applying
from tests.racing import at_once, forget_to_read_again

pytestmark = pytest.mark.faults


@pytest.fixture(autouse=True)
def _room_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching_rules, "MOST_WATCHED", 1)
    monkeypatch.setattr(messaging_rules, "MOST_AN_HOUR", 3)


def run(app: Flask, market: Cast, race: Race, given: Any, *, wait_after: bool = False) -> list[Any]:
    """Let all read, and then do it; with `wait_after`, nobody commits before all have done it, or one could not."""
    done = Barrier(CALLERS, timeout=3)  # as long as any of them can get on

    def one(number: int, together: Barrier) -> None:
        with race.stand(market) as work:
            seen = race.read(work, given)  # kept, as a page keeps it: the session forgets what nobody holds
            together.wait()
            try:
                race.do(work, given, number)
            except Exception:
                done.abort()
                raise
            if wait_after:
                with suppress(BrokenBarrierError):
                    done.wait()
            del seen

    return at_once(app, CALLERS, one)


def one_did_it(race: Race, outcomes: list[Any]) -> bool:
    refused = [one for one in outcomes if isinstance(one, race.refusal)]
    return outcomes.count(None) == 1 and len(refused) == CALLERS - 1


@pytest.mark.parametrize("verb", [*BY_STATE, *BY_QUERY, *BY_COUNT])
def test_one_does_it_and_the_others_are_told(app: Flask, market: Cast, worker: Worker, verb: str) -> None:
    race = {**BY_STATE, **BY_QUERY, **BY_COUNT}[verb]
    outcomes = run(app, market, race, race.ready(market, worker))
    assert one_did_it(race, outcomes), outcomes


@pytest.mark.parametrize("verb", BY_STATE)
def test_without_reading_again_behind_the_lock_others_come_through(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    race = BY_STATE[verb]
    given = race.ready(market, worker)
    forget_to_read_again(monkeypatch)
    outcomes = run(app, market, race, given)
    assert not any(isinstance(one, race.refusal) for one in outcomes), outcomes


@pytest.mark.parametrize("verb", BY_COUNT)
def test_without_the_lock_others_come_through(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    race = BY_COUNT[verb]
    given = race.ready(market, worker)
    monkeypatch.setattr(WalledSession, "lock", lambda session, query, **_more: list(session.scalars(query)))
    monkeypatch.setattr(WalledSession, "lock_row", lambda session, model, key: session.get_one(model, key))
    outcomes = run(app, market, race, given, wait_after=True)
    assert not any(isinstance(one, race.refusal) for one in outcomes), outcomes


def test_of_two_applications_decisions_one_stands(app: Flask, market: Cast) -> None:
    """Approving opens a shop: two would be two shops."""
    race = Race(
        lambda *_: None,
        as_administrator,
        applications.get_application,
        lambda work, it, _n: applications.approve_application(work, it) and None,
        sellers_errors.NotEditable,
    )
    assert one_did_it(race, run(app, market, race, applying.taken(app, market)))


def charge_state(market: Cast) -> str:
    with market.above() as work:
        return work.session.scalars(select(Charge.state)).one()


def give_up_while_it_is_paid(market: Cast) -> bool:
    """Whoever gives up read the charge before the money came; says whether it was given up."""
    placed = make.place(market, [make.line(make.goods(market))])
    with market.above("clock") as work:
        seen = charge_of(work, placed.purchase_id)
        with market.above("webhook") as other:
            take_answer(other, "stripe", told_of(market, placed))
        assert seen.state == "pending"
        return close_charge(work, placed.purchase_id)


def test_money_that_came_while_it_was_given_up_stays(market: Cast) -> None:
    assert not give_up_while_it_is_paid(market)
    assert charge_state(market) == "succeeded"


def test_without_reading_again_it_would_be_given_up(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_to_read_again(monkeypatch)
    with pytest.raises(IntegrityError, match="charge does not go from succeeded to expired"):
        give_up_while_it_is_paid(market)  # and only the database's own table of states is left to hold it


def test_a_listing_is_on_the_shelf_once_however_many_approve_it(app: Flask, market: Cast, worker: Worker) -> None:
    case = submitted(market, worker)
    race = Race(
        lambda *_: None,
        as_administrator,
        moderation.get_case,
        lambda work, it, _n: moderation.approve_listing(work, it) and None,
        moderation_errors.AlreadyDecided,
    )
    assert one_did_it(race, run(app, market, race, case))
    with market.above() as work:
        assert len(work.session.scalars(select(Listing)).all()) == 1
