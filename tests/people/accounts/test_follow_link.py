"""The links that verify an address, change it, and undo the change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.people.accounts import errors, service, tokens
from marketplace.people.accounts.models import Account, AccountToken
from marketplace.people.accounts.rules import TokenPurpose
from marketplace.worker import Worker
from tests.cast import Cast
from tests.mail import letters_to
from tests.people.accounts.people import AT_HOME, let_links_age, link_of, sessions_of, sign_up


def follow(market: Cast, secret: str) -> None:
    with market.above("account link") as work:
        tokens.follow_link(work, secret)


def ask_change(market: Cast, new: str) -> None:
    with market.above("own account") as work:
        tokens.ask_email_change(work, market.carla.id, new, visitor=AT_HOME)


def address(market: Cast) -> str:
    with market.above() as work:
        return work.session.get_one(Account, market.carla.id).email


def test_an_address_is_verified_by_its_letter(market: Cast) -> None:
    account_id = sign_up(market, "nora@example.mx")
    with market.above() as work, pytest.raises(errors.VerifyFirst):
        service.require_verified(work, account_id)
    follow(market, link_of(market, account_id, TokenPurpose.VERIFY_EMAIL))
    with market.above() as work:
        assert service.require_verified(work, account_id).email == "nora@example.mx"


def test_a_new_address_is_confirmed_by_itself_and_the_old_one_is_told(market: Cast, worker: Worker) -> None:
    ask_change(market, " Carla.Nueva@Example.mx")
    worker.drain()
    assert address(market) == market.carla.email
    assert letters_to(market, "carla.nueva@example.mx") == ["Confirma tu correo nuevo"]
    follow(market, link_of(market, market.carla.id, TokenPurpose.CHANGE_EMAIL))
    worker.drain()
    assert address(market) == "carla.nueva@example.mx"
    assert letters_to(market, market.carla.email) == ["Cambió el correo de tu cuenta"]


def test_the_old_address_can_undo_it_for_days_and_nobody_stays_signed_in(market: Cast, worker: Worker) -> None:
    ask_change(market, "ladron@example.mx")
    follow(market, link_of(market, market.carla.id, TokenPurpose.CHANGE_EMAIL))
    with market.above() as work:
        service.start_session(work, market.carla.id, visitor=AT_HOME)
    let_links_age(market, timedelta(days=6))
    follow(market, link_of(market, market.carla.id, TokenPurpose.UNDO_EMAIL))
    assert address(market) == market.carla.email
    assert sessions_of(market, market.carla) == 0
    worker.drain()
    assert letters_to(market, market.carla.email)[-1] == "Elige otra contraseña"


def test_each_of_two_changes_can_be_undone_to_the_first_address(market: Cast) -> None:
    ask_change(market, "uno@example.mx")
    follow(market, link_of(market, market.carla.id, TokenPurpose.CHANGE_EMAIL))
    undo_first = link_of(market, market.carla.id, TokenPurpose.UNDO_EMAIL)
    ask_change(market, "dos@example.mx")
    follow(market, link_of(market, market.carla.id, TokenPurpose.CHANGE_EMAIL))
    follow(market, undo_first)
    assert address(market) == market.carla.email


def test_a_mistyped_address_that_was_never_verified_gets_no_way_in(market: Cast) -> None:
    account_id = sign_up(market, "nroa@example.mx")
    with market.above("own account") as work:
        tokens.ask_email_change(work, account_id, "nora@example.mx", visitor=AT_HOME)
    follow(market, link_of(market, account_id, TokenPurpose.CHANGE_EMAIL))
    with market.above() as work:
        issued = set(work.session.scalars(select(AccountToken.purpose).where(AccountToken.account_id == account_id)))
    assert TokenPurpose.UNDO_EMAIL not in issued


def test_an_address_of_somebody_else_is_not_told_to_be_one(market: Cast, worker: Worker) -> None:
    ask_change(market, market.diego.email)
    worker.drain()
    assert letters_to(market, market.diego.email) == ["Ya tienes cuenta con este correo"]
    assert address(market) == market.carla.email


def test_an_address_taken_meanwhile_changes_nothing(market: Cast) -> None:
    ask_change(market, "nora@example.mx")
    sign_up(market, "nora@example.mx")
    with pytest.raises(errors.EmailTaken):
        follow(market, link_of(market, market.carla.id, TokenPurpose.CHANGE_EMAIL))
    assert address(market) == market.carla.email


def test_a_change_makes_links_to_the_old_address_useless_but_for_undoing(market: Cast) -> None:
    with market.above() as work:
        secret = tokens.issue(work, market.carla.id, TokenPurpose.RESET_PASSWORD, email=market.carla.email)
    ask_change(market, "carla.nueva@example.mx")
    follow(market, link_of(market, market.carla.id, TokenPurpose.CHANGE_EMAIL))
    with pytest.raises(errors.LinkDead), market.above() as work:
        service.reset_password(work, secret, "otra frase muy distinta 77")


@pytest.mark.parametrize("purpose", [TokenPurpose.RESET_PASSWORD, TokenPurpose.SECOND_STEP])
def test_a_link_for_something_else_is_dead_here(market: Cast, purpose: TokenPurpose) -> None:
    with market.above() as work:
        secret = tokens.issue(work, market.carla.id, purpose, email=market.carla.email)
    with pytest.raises(errors.LinkDead):
        follow(market, secret)


def test_following_again_is_dead(market: Cast) -> None:
    account_id = sign_up(market, "nora@example.mx")
    secret = link_of(market, account_id, TokenPurpose.VERIFY_EMAIL)
    follow(market, secret)
    with pytest.raises(errors.LinkDead):
        follow(market, secret)
