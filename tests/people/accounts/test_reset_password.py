"""A forgotten password: one link, once, for half an hour; and a changed one, knowing the old."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from marketplace.kernel.visitor import Visitor
from marketplace.people.accounts import errors, factors, service, tokens
from marketplace.people.accounts.events import ResetAsked
from marketplace.people.accounts.models import Account, AccountToken
from marketplace.people.accounts.rules import TokenPurpose
from marketplace.worker import Worker
from tenants.db import count_statements
from tests.cast import IN_PRODUCTION, PASSWORD, Cast, Person
from tests.mail import letters_to
from tests.people.accounts.people import AT_HOME, let_links_age, link_of, sessions_of

NEW = "otra frase muy distinta 77"


def ask(market: Cast, email: str, visitor: Visitor = AT_HOME) -> None:
    with market.above("sign-in") as work:
        tokens.ask_reset(work, email, visitor=visitor)
        asked = work.facts.pop()  # its job, at once
        assert isinstance(asked, ResetAsked)
        tokens.send_reset(work, asked)


def reset(market: Cast, secret: str, password: str = NEW) -> None:
    with market.above("account link") as work:
        service.reset_password(work, secret, password)


def fits(market: Cast, person: Person, password: str) -> bool:
    with market.above("sign-in") as work:
        return service.check_password(work, email=person.email, password=password, visitor=AT_HOME) is not None


def test_the_link_sets_a_new_password_ends_every_session_and_tells_the_owner(market: Cast, worker: Worker) -> None:
    with market.above() as work:
        service.start_session(work, market.carla.id, visitor=Visitor(known={str(market.carla.id): "known"}))
    ask(market, "Carla@example.mx")
    reset(market, link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD))
    worker.drain()
    assert fits(market, market.carla, NEW)
    assert not fits(market, market.carla, PASSWORD)
    assert sessions_of(market, market.carla) == 0
    assert letters_to(market, market.carla.email) == ["Cambió tu contraseña"]  # the link was used before it was sent


def test_an_unknown_address_gets_nothing_and_the_answer_is_the_same(market: Cast, worker: Worker) -> None:
    ask(market, "nadie@example.mx")
    worker.drain()
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(AccountToken)) == 0
    assert letters_to(market, "nadie@example.mx") == []


def test_the_same_is_asked_of_the_database_for_every_address(market: Cast, worker: Worker) -> None:
    """No clock tells who has an account: what a link takes besides is done by the job."""
    asked: dict[str, list[str]] = {}
    seen = count_statements()
    for email in (market.carla.email, "nadie@example.mx"):
        seen.clear()
        with market.above("sign-in") as work:
            tokens.ask_reset(work, email, visitor=AT_HOME)
        asked[email] = list(seen)
    known, unknown = asked.values()
    assert known == unknown
    assert len(known) > 3
    worker.drain()
    assert letters_to(market, market.carla.email) == ["Elige otra contraseña"]
    assert letters_to(market, "nadie@example.mx") == []


def test_a_link_works_once(market: Cast) -> None:
    ask(market, market.carla.email)
    secret = link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD)
    reset(market, secret)
    with pytest.raises(errors.LinkDead):
        reset(market, secret, "y todavía otra más larga")
    assert fits(market, market.carla, NEW)


def test_a_link_of_half_an_hour_ago_is_dead(market: Cast) -> None:
    ask(market, market.carla.email)
    let_links_age(market, timedelta(minutes=31))
    with pytest.raises(errors.LinkDead):
        reset(market, link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD))
    assert fits(market, market.carla, PASSWORD)


def test_a_newer_link_replaces_the_older(market: Cast) -> None:
    ask(market, market.carla.email)
    first = link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD)
    ask(market, market.carla.email)
    with pytest.raises(errors.LinkDead):
        reset(market, first)
    reset(market, link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD))


@pytest.mark.parametrize(
    "forge", [lambda s: s[:-1] + ("A" if s[-1] != "A" else "B"), lambda s: "", lambda s: s.upper()]
)
def test_a_forged_link_is_dead(market: Cast, forge: object) -> None:
    ask(market, market.carla.email)
    with pytest.raises(errors.LinkDead):
        reset(market, forge(link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD)))  # type: ignore[operator]


def test_a_link_for_another_purpose_opens_nothing(market: Cast) -> None:
    with market.above() as work:
        secret = tokens.issue(work, market.carla.id, TokenPurpose.VERIFY_EMAIL, email=market.carla.email)
    with pytest.raises(errors.LinkDead):
        reset(market, secret)


def test_a_weak_password_leaves_the_link_good(market: Cast) -> None:
    ask(market, market.carla.email)
    secret = link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD)
    with pytest.raises(errors.WeakPassword):
        reset(market, secret, "12345678")
    reset(market, secret)


def test_the_second_factor_stays(market: Cast) -> None:
    ask(market, market.alicia.email)
    reset(market, link_of(market, market.alicia.id, TokenPurpose.RESET_PASSWORD))
    with market.above() as work:
        assert factors.has_factor(work, market.alicia.id)


def test_only_the_hash_of_a_links_secret_is_kept(market: Cast) -> None:
    ask(market, market.carla.email)
    secret = link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD)
    with market.above() as work:
        assert work.session.scalars(select(AccountToken.hash)).one() != secret


def test_letters_of_one_address_are_counted_from_anywhere(market: Cast) -> None:
    for n in range(4):
        ask(market, market.carla.email, Visitor(f"10.0.0.{n}"))
    with pytest.raises(errors.TooManyAttempts):
        ask(market, market.carla.email, Visitor("10.0.0.99"))


def test_strangers_who_ask_for_it_do_not_keep_it_from_the_owners_browser(market: Cast) -> None:
    for n in range(4):
        ask(market, market.carla.email, Visitor(f"10.0.0.{n}"))
    ask(market, market.carla.email, Visitor("10.0.0.99", known={str(market.carla.id): "known"}))


def change(market: Cast, old: str, new: str, keep: str = "") -> bool:
    with market.above("own account") as work:
        return service.change_password(work, market.carla.id, old=old, new=new, visitor=AT_HOME, keep=keep)


def test_changing_needs_the_old_password_and_keeps_this_session_only(market: Cast, worker: Worker) -> None:
    with market.above() as work:
        here = service.start_session(work, market.carla.id, visitor=AT_HOME)
        service.start_session(work, market.carla.id, visitor=AT_HOME)
    assert not change(market, "no es esta", NEW)
    assert sessions_of(market, market.carla) == 2
    assert change(market, PASSWORD, NEW, keep=here)
    assert sessions_of(market, market.carla) == 1
    worker.drain()
    assert "Cambió tu contraseña" in letters_to(market, market.carla.email)


def test_a_hash_of_an_older_cost_is_made_anew_at_the_next_sign_in(
    market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_hasher", IN_PRODUCTION)
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with market.above() as work:
        work.session.execute(update(Account).where(Account.account_id == market.carla.id).values(password_hash=weak))
    assert fits(market, market.carla, PASSWORD)
    with market.above() as work:
        assert "m=19456,t=2" in (work.session.get_one(Account, market.carla.id).password_hash or "")
    assert fits(market, market.carla, PASSWORD)
