"""A password is the same on every keyboard: one ñ is written in two ways, and what was stored before still opens."""

from __future__ import annotations

import unicodedata

import pytest
from argon2 import PasswordHasher

from marketplace.kernel.work import unit_of_work
from marketplace.people.accounts import service
from marketplace.people.accounts.models import Account
from tenants.scope import PlatformScope
from tests.cast import Cast
from tests.people.accounts.people import AT_HOME

WORDS = "la cigüeña salió del cañón"
APART = unicodedata.normalize("NFD", WORDS)


def store(market: Cast, stored: str) -> None:
    with market.above() as work:
        work.session.get_one(Account, market.carla.id).password_hash = stored


def opens(market: Cast, password: str) -> bool:
    with unit_of_work(PlatformScope("sign-in")) as work:
        return service.check_password(work, email=market.carla.email, password=password, visitor=AT_HOME) is not None


@pytest.mark.parametrize("chosen", [WORDS, APART])
@pytest.mark.parametrize("typed", [WORDS, APART])
def test_one_password_in_two_forms(market: Cast, chosen: str, typed: str) -> None:
    store(market, service.hash_password(chosen))
    assert opens(market, typed)
    assert not opens(market, typed.replace("ñ", "n").replace("n\u0303", "n"))


def test_a_hash_of_before_opens_as_it_was_typed_then_and_is_stored_anew(market: Cast) -> None:
    store(market, PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(APART))
    assert not opens(market, WORDS)
    assert opens(market, APART)
    assert opens(market, WORDS)
