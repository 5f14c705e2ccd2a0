"""Where one is signed in, for how long, and who is told; and lockout that strangers cannot turn against the owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.kernel.visitor import Visitor
from marketplace.people.accounts import errors, queries, service
from marketplace.people.accounts.limits import note_try
from marketplace.people.accounts.models import UserSession
from marketplace.people.accounts.rules import Door
from marketplace.worker import Worker
from tests.cast import PASSWORD, Cast, Person
from tests.mail import letters_to
from tests.people.accounts.people import AT_HOME, sessions_of


def begin(market: Cast, person: Person, visitor: Visitor = AT_HOME) -> str:
    with market.above("sign-in") as work:
        return service.start_session(work, person.id, visitor=visitor)


def known_browser(person: Person, source: str = "10.0.0.1") -> Visitor:
    return Visitor(source, "Firefox", {str(person.id): "the browser at home"})


def signed_in(market: Cast, token: str) -> bool:
    with market.above() as work:
        return queries.find_person(work, token) is not None


def test_a_session_is_found_by_its_secret_until_it_is_ended(market: Cast) -> None:
    token = begin(market, market.carla)
    assert signed_in(market, token)
    with market.above() as work:
        session_id = work.session.scalars(select(UserSession.id)).one()
        service.end_one_session(work, market.carla.id, session_id)
    assert not signed_in(market, token)


def test_nobody_ends_somebody_elses_session(market: Cast) -> None:
    token = begin(market, market.carla)
    with pytest.raises(errors.NoSuchSession), market.above() as work:
        session_id = work.session.scalars(select(UserSession.id)).one()
        service.end_one_session(work, market.diego.id, session_id)
    assert signed_in(market, token)


@pytest.mark.parametrize(("idle", "lives"), [(timedelta(days=13), True), (timedelta(days=15), False)])
def test_an_unused_session_is_over_after_two_weeks(market: Cast, idle: timedelta, lives: bool) -> None:
    token = begin(market, market.carla)
    with market.above() as work:
        work.session.execute(update(UserSession).values(seen_at=work.now - idle))
    assert signed_in(market, token) is lives


def test_staffs_is_over_after_eight_hours(market: Cast) -> None:
    token = begin(market, market.sergio)
    with market.above() as work:
        work.session.execute(update(UserSession).values(seen_at=work.now - timedelta(hours=9)))
    assert not signed_in(market, token)


def test_a_used_session_is_over_after_a_month_all_the_same(market: Cast) -> None:
    token = begin(market, market.carla)
    with market.above() as work:
        work.session.execute(update(UserSession).values(expires_at=work.now))
    assert not signed_in(market, token)


def test_being_seen_is_noted_with_the_place(market: Cast) -> None:
    token = begin(market, market.carla)
    with market.above() as work:
        service.note_seen(work, token, source="10.9.9.9")
    with market.above() as work:
        (one,) = queries.browsers_of(work, market.carla.id, token)
    assert (one.source, one.seen_from, one.label, one.is_this) == ("10.0.0.1", "10.9.9.9", "Firefox · Linux", True)


def test_a_new_browser_is_told_and_a_known_one_is_not(market: Cast, worker: Worker) -> None:
    begin(market, market.carla, known_browser(market.carla))
    worker.drain()
    assert letters_to(market, market.carla.email) == []
    begin(market, market.carla)
    worker.drain()
    assert letters_to(market, market.carla.email) == ["Entraste desde un navegador nuevo"]
    assert sessions_of(market, market.carla) == 2


def attempt(market: Cast, person: Person, password: str, visitor: Visitor) -> bool:
    with market.above("sign-in") as work:
        return service.check_password(work, email=person.email, password=password, visitor=visitor) is not None


def test_strangers_failures_do_not_lock_the_owners_browser_out(market: Cast) -> None:
    for n in range(8):
        attempt(market, market.carla, "wrong", Visitor(f"10.1.1.{n}"))
    with pytest.raises(errors.TooManyAttempts):
        attempt(market, market.carla, PASSWORD, Visitor("10.1.1.99"))
    assert attempt(market, market.carla, PASSWORD, known_browser(market.carla))


def test_nor_do_those_of_their_own_network(market: Cast) -> None:
    with market.above() as work:
        for n in range(40):
            note_try(work, Door.PASSWORD, f"{n}@example.mx", Visitor("10.0.0.1"), ok=False)
    with pytest.raises(errors.TooManyAttempts):
        attempt(market, market.carla, PASSWORD, Visitor("10.0.0.1"))
    assert attempt(market, market.carla, PASSWORD, known_browser(market.carla))


def test_a_known_browser_is_stopped_too_when_it_guesses(market: Cast) -> None:
    for _n in range(8):
        attempt(market, market.carla, "wrong", known_browser(market.carla))
    with pytest.raises(errors.TooManyAttempts):
        attempt(market, market.carla, PASSWORD, known_browser(market.carla))


def test_a_browser_known_to_one_account_is_a_stranger_to_another(market: Cast) -> None:
    for n in range(8):
        attempt(market, market.carla, "wrong", Visitor(f"10.1.1.{n}"))
    with pytest.raises(errors.TooManyAttempts):
        attempt(market, market.carla, PASSWORD, known_browser(market.diego))
