"""Signing in: by the right password, slowly for guessers, without telling who has an account."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from marketplace.kernel.visitor import Visitor
from marketplace.people.accounts import errors, service
from marketplace.people.accounts.models import SignInAttempt, UserSession
from tests.cast import PASSWORD, Cast


def attempt(market: Cast, email: str, password: str, source: str = "1.2.3.4") -> bool:
    with market.above("sign-in") as work:
        return service.check_password(work, email=email, password=password, visitor=Visitor(source)) is not None


def test_the_right_password_opens_in_any_case_of_the_address(market: Cast) -> None:
    assert attempt(market, "  Carla@Example.MX ", PASSWORD)


def test_a_wrong_password_and_an_unknown_address_look_the_same(market: Cast) -> None:
    assert not attempt(market, market.carla.email, "otra cosa distinta")
    assert not attempt(market, "nadie@example.mx", PASSWORD)


def test_guessing_one_account_is_slowed_down_from_anywhere(market: Cast) -> None:
    for n in range(8):
        assert not attempt(market, market.carla.email, "wrong", source=f"10.0.0.{n}")
    with pytest.raises(errors.TooManyAttempts):
        attempt(market, market.carla.email, PASSWORD, source="10.0.0.99")
    assert attempt(market, market.diego.email, PASSWORD)


def test_after_the_window_one_may_try_again(market: Cast) -> None:
    from datetime import timedelta

    for _n in range(8):
        attempt(market, market.carla.email, "wrong")
    with market.above() as work:
        work.session.execute(update(SignInAttempt).values(at=work.now - timedelta(minutes=16)))
    assert attempt(market, market.carla.email, PASSWORD)


@pytest.mark.parametrize("password", ["", "corta", "1234567890", "tianguis2026", "carlacarlacarla", "x" * 200])
def test_weak_passwords_are_refused(market: Cast, password: str) -> None:
    with pytest.raises(errors.WeakPassword), market.above("sign-up") as work:
        service.sign_up(
            work, email="carla2@example.mx", name="Carla", password=password, locale="es_MX", visitor=Visitor()
        )


def test_only_the_hash_of_a_sessions_secret_is_kept(market: Cast) -> None:
    with market.above("sign-in") as work:
        token = service.start_session(work, market.carla.id, visitor=Visitor())
    with market.above() as work:
        assert token not in work.session.scalars(select(UserSession.token_hash)).all()
