"""Opening an account: the address is written to, and nobody outside learns whether it was known."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from marketplace.kernel.visitor import Visitor
from marketplace.people.accounts import errors
from marketplace.people.accounts.models import Account
from marketplace.worker import Worker
from tests.cast import Cast
from tests.mail import letters_to
from tests.people.accounts.people import sign_up


def accounts(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(Account)) or 0


def test_a_new_address_gets_a_letter_and_is_not_verified_yet(market: Cast, worker: Worker) -> None:
    account_id = sign_up(market, " Nora@Example.MX ")
    worker.drain()
    assert letters_to(market, "nora@example.mx") == ["Confirma tu correo"]
    with market.above() as work:
        assert work.session.get_one(Account, account_id).verified_at is None


def test_a_known_address_looks_the_same_and_its_owner_is_told(market: Cast, worker: Worker) -> None:
    before = accounts(market)
    sign_up(market, "CARLA@example.mx")
    worker.drain()
    assert accounts(market) == before
    assert letters_to(market, market.carla.email) == ["Ya tienes cuenta con este correo"]


def test_a_weak_password_opens_nothing(market: Cast) -> None:
    before = accounts(market)
    with pytest.raises(errors.WeakPassword):
        sign_up(market, "nora@example.mx", password="norapaz2026")
    assert accounts(market) == before


def test_one_address_is_not_written_to_without_end(market: Cast) -> None:
    for n in range(5):
        sign_up(market, market.carla.email, visitor=Visitor(f"10.0.0.{n}"))
    with pytest.raises(errors.TooManyAttempts):
        sign_up(market, market.carla.email, visitor=Visitor("10.0.0.99"))
    sign_up(market, "nora@example.mx", visitor=Visitor("10.0.0.99"))


@pytest.mark.parametrize(
    "password",
    ["x" * 129, "12345678", "contraseña", "qwertyuiop", "tianguistianguis", "Contraseña1", "nora@example.mx"],
)
def test_what_is_guessed_first_or_too_long_is_refused(market: Cast, password: str) -> None:
    with pytest.raises(errors.WeakPassword):
        sign_up(market, "nora@example.mx", password=password)


@pytest.mark.parametrize("password", ["gX7#pQ2m", "ñandú jícara ámbar zopilote", "sin mayúsculas ni números raros" * 4])
def test_any_mixture_of_characters_will_do_when_it_is_hard_to_guess(market: Cast, password: str) -> None:
    assert sign_up(market, "nora@example.mx", password=password)
