"""Guesses that are sent at once are counted one by one: a limit that is read before it is written lets many pass."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Work, unit_of_work
from marketplace.people.accounts import errors, limits, service
from marketplace.people.accounts.rules import LIMITS, Door
from tenants.scope import PlatformScope
from tenants.wall import plain_sql
from tests.cast import PASSWORD, Cast

_GUESSES, _AT_ONCE = 40, 12
_FREE = plain_sql("SELECT :subject, :network", why="test")


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was compared with the stored one."""
    seen: list[str] = []
    real: Callable[[str, str], bool] = service._fits

    def note(password: str, stored: str) -> bool:
        seen.append(password)
        return real(password, stored)

    monkeypatch.setattr(service, "_fits", note)
    return seen


def at_once(app: Flask, number: int, what: Callable[[Work, int], object]) -> None:
    """Do something so many times, several at once; refusals are the limit's."""

    def one(which: int) -> None:
        with app.app_context():
            try:
                with unit_of_work(PlatformScope("sign-in")) as work:
                    what(work, which)
            except errors.TooManyAttempts:
                return

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(one, range(number)))


def guess(app: Flask, market: Cast, number: int) -> None:
    def check(work: Work, which: int) -> None:
        visitor = Visitor(f"10.0.{which}.1", "guesser")  # each from somewhere else
        service.check_password(work, email=market.carla.email, password=f"guess {which}", visitor=visitor)

    at_once(app, number, check)


def test_no_more_are_looked_at_than_the_limit_says(app: Flask, market: Cast, looked_at: list[str]) -> None:
    guess(app, market, _GUESSES)
    assert len(looked_at) == LIMITS[Door.PASSWORD].account == 8


def test_without_the_lock_more_would_be(
    app: Flask, market: Cast, looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: everybody has counted before anybody is noted."""
    counted = threading.Barrier(_AT_ONCE)
    real = limits.rules.too_many

    def wait(*arguments: object, **named: object) -> bool:
        found = real(*arguments, **named)  # type: ignore[arg-type]  # handed through
        counted.wait(60)
        return found

    monkeypatch.setattr(limits, "_WAIT", _FREE)
    monkeypatch.setattr(limits.rules, "too_many", wait)
    guess(app, market, _AT_ONCE)
    assert len(looked_at) == _AT_ONCE > 8


def test_nor_from_one_network_for_many_accounts(app: Flask, market: Cast, looked_at: list[str]) -> None:
    most = LIMITS[Door.PASSWORD].source

    def check(work: Work, which: int) -> None:
        service.check_password(
            work, email=f"n{which}@example.mx", password="wrong", visitor=Visitor("192.0.2.7", "guesser")
        )

    at_once(app, most + 12, check)
    assert len(looked_at) == most


def test_the_owners_browser_waits_for_nobody(app: Flask, market: Cast, looked_at: list[str]) -> None:
    guess(app, market, _AT_ONCE)
    known = Visitor("192.0.2.8", "Firefox", {str(market.carla.id): "hers"})
    with market.above("sign-in") as work:
        assert service.check_password(work, email=market.carla.email, password=PASSWORD, visitor=known) is not None
