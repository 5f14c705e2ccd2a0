"""The authenticator app and codes on paper: each code once, guesses counted, secrets sealed."""

from __future__ import annotations

import threading
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.people.accounts import errors, factors, service
from marketplace.people.accounts.keys import unseal
from marketplace.people.accounts.models import CodeApp, RecoveryCode, SignInAttempt
from marketplace.people.accounts.queries import app_secret, next_app_code
from marketplace.people.accounts.rules import step_at
from marketplace.worker import Worker
from tests.cast import PASSWORD, Cast, code_of
from tests.mail import letters_to
from tests.people.accounts.people import AT_HOME, begin, finish, give_app, let_links_age, sessions_of, sign_up


def check(market: Cast, code: str) -> bool:
    with market.above("sign-in") as work:
        return factors.check_code(work, market.alicia.id, code, visitor=AT_HOME)


def test_the_password_alone_lets_nobody_in_who_has_a_factor(market: Cast) -> None:
    secret = begin(market)
    assert sessions_of(market, market.alicia) == 0
    assert not finish(market, secret, "000000")
    assert finish(market, secret, code_of(market.alicia))


def test_who_has_none_is_in_with_the_password(market: Cast) -> None:
    with market.above("sign-in") as work:
        entry = factors.enter_with_password(work, email=market.carla.email, password=PASSWORD, visitor=AT_HOME)
    assert entry is not None
    assert entry.second_step is None


def test_the_way_from_the_password_to_the_code_is_gone_once(market: Cast) -> None:
    secret = begin(market)
    assert finish(market, secret, code_of(market.alicia))
    with pytest.raises(errors.SecondStepOver):
        finish(market, secret, code_of(market.alicia))


def test_the_way_is_over_after_ten_minutes(market: Cast) -> None:
    secret = begin(market)
    let_links_age(market, timedelta(minutes=11))
    with pytest.raises(errors.SecondStepOver):
        finish(market, secret, code_of(market.alicia))


def test_a_code_works_once(market: Cast) -> None:
    code = code_of(market.alicia)
    assert check(market, code)
    assert not check(market, code)


def test_an_older_code_than_the_last_is_refused(market: Cast) -> None:
    with market.above() as work:
        secret = unseal(work.session.get_one(CodeApp, market.alicia.id).sealed_secret)
        now, before = (pyotp.TOTP(secret).generate_otp(step_at(work.now) + n) for n in (0, -1))
    assert check(market, now)
    assert not check(market, before)


@pytest.mark.parametrize("code", ["", "000000", "12345", "١٢٣٤٥٦", "abcdef", "0" * 20])
def test_what_is_no_code_is_refused(market: Cast, code: str) -> None:
    assert not check(market, code)


def test_spaces_in_a_code_do_not_matter(market: Cast) -> None:
    code = code_of(market.alicia)
    assert check(market, f" {code[:3]} {code[3:]} ")


def test_guessing_codes_is_stopped(market: Cast) -> None:
    for _n in range(6):
        assert not check(market, "000000")
    with pytest.raises(errors.TooManyAttempts):
        check(market, code_of(market.alicia))


def test_guesses_sent_at_once_are_counted_one_by_one(app: Flask, market: Cast) -> None:
    answers: list[str] = []

    def guess() -> None:
        with app.app_context():
            try:
                answers.append(str(check(market, "000000")))
            except errors.TooManyAttempts:
                answers.append("stopped")

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["False"] * 6 + ["stopped"] * 6


def test_the_secret_is_sealed_in_the_database(market: Cast) -> None:
    with market.above() as work:
        app = work.session.get_one(CodeApp, market.alicia.id)
        secret = unseal(app.sealed_secret)
        assert secret is not None
        assert secret not in app.sealed_secret
        assert unseal("00000000:" + app.sealed_secret.partition(":")[2]) is None


def test_setting_one_up_gives_ten_codes_once_ends_other_sessions_and_tells(market: Cast, worker: Worker) -> None:
    with market.above() as work:
        service.start_session(work, market.carla.id, visitor=AT_HOME)
    codes = give_app(market, market.carla)
    assert len(set(codes)) == 10
    assert sessions_of(market, market.carla) == 0
    with market.above() as work:
        stored = work.session.scalars(select(RecoveryCode.hash)).all()
        assert not set(codes) & set(stored)
    worker.drain()
    assert "Agregaste un segundo paso" in letters_to(market, market.carla.email)


def test_an_app_counts_only_after_its_first_code(market: Cast) -> None:
    with market.above() as work:
        factors.begin_code_app(work, market.carla.id)
    with market.above() as work:
        assert not factors.has_factor(work, market.carla.id)
        assert next_app_code(work, market.carla.id) == ""
        assert factors.confirm_code_app(work, market.carla.id, "000000", visitor=AT_HOME, keep="") is None
        assert not factors.has_factor(work, market.carla.id)


def test_a_confirmed_app_is_not_replaced_by_beginning_again(market: Cast) -> None:
    with pytest.raises(errors.FactorThere), market.above() as work:
        factors.begin_code_app(work, market.alicia.id)
    with pytest.raises(errors.NoSuchFactor), market.above() as work:
        app_secret(work, market.alicia.id)


def test_who_is_not_verified_sets_none_up(market: Cast) -> None:
    account_id = sign_up(market, "nora@example.mx")
    with pytest.raises(errors.VerifyFirst), market.above() as work:
        factors.begin_code_app(work, account_id)


def test_a_code_on_paper_works_once_in_any_writing_and_the_owner_is_told(market: Cast, worker: Worker) -> None:
    code = give_app(market, market.carla)[3]
    for typed, works in ((code.lower().replace("-", " "), True), (code, False)):
        with market.above("sign-in") as work:
            assert factors.check_code(work, market.carla.id, typed, visitor=AT_HOME) is works
    worker.drain()
    assert "Se usó un código de respaldo" in letters_to(market, market.carla.email)


def test_somebody_elses_code_on_paper_opens_nothing(market: Cast) -> None:
    code = give_app(market, market.carla)[0]
    assert not check(market, code)


def test_new_codes_make_the_old_ones_useless(market: Cast) -> None:
    old = give_app(market, market.carla)[0]
    with market.above() as work:
        new = factors.make_recovery_codes(work, market.carla.id)[0]
    for typed, works in ((old, False), (new, True)):
        with market.above("sign-in") as work:
            assert factors.check_code(work, market.carla.id, typed, visitor=AT_HOME) is works


def test_taking_the_last_factor_away_takes_the_codes_too_and_tells(market: Cast, worker: Worker) -> None:
    give_app(market, market.carla)
    with market.above() as work:
        factors.remove_code_app(work, market.carla.id)
    with market.above() as work:
        assert not work.session.scalars(select(RecoveryCode)).all()
        assert not factors.has_factor(work, market.carla.id)
    worker.drain()
    assert "Quitaste un segundo paso" in letters_to(market, market.carla.email)
    with pytest.raises(errors.NoSuchFactor), market.above() as work:
        factors.remove_code_app(work, market.carla.id)


def test_no_code_is_kept_with_the_tries(market: Cast) -> None:
    check(market, "987654")
    with market.above() as work:
        tried = work.session.scalars(select(SignInAttempt)).one()
        assert "987654" not in f"{tried.email}{tried.source}{tried.device}"
