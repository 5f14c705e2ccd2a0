"""Who lost the second factor: password and mailbox begin seven days to object, and only their end takes the factor away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.kernel.work import AuditLine
from marketplace.people.accounts import errors, factors, lost, service
from marketplace.people.accounts.models import Account, AccountToken, LostFactor
from marketplace.people.accounts.queries import factors_of
from marketplace.people.accounts.rules import LostState
from marketplace.worker import Worker
from tests.cast import PASSWORD, Cast, code_of
from tests.mail import letters_to
from tests.people.accounts.people import (
    AT_HOME,
    KEEP,
    LOST,
    SoftKey,
    ask,
    begin,
    finish,
    follow,
    link_of,
    lose,
    register,
    sessions_of,
)
from tests.web.asking import enter

WEEK = timedelta(days=7)


def let_time_pass(market: Cast, by: timedelta) -> None:
    """Time goes by, and the clock's job comes round."""
    with market.above() as work:
        work.session.execute(update(LostFactor).values(due_at=LostFactor.due_at - by))
    with market.above("worker") as work:
        lost.go_on(work)


def states(market: Cast) -> list[str]:
    with market.above() as work:
        return list(work.session.scalars(select(LostFactor.state).order_by(LostFactor.id)))


def has_factor(market: Cast) -> bool:
    with market.above() as work:
        return factors_of(work, market.alicia.id).any


def verbs(market: Cast) -> list[str]:
    with market.above() as work:
        return [
            verb for verb in work.session.scalars(select(AuditLine.verb).order_by(AuditLine.id)) if "factor" in verb
        ]


def test_after_seven_days_the_password_alone_is_asked_again(market: Cast, worker: Worker) -> None:
    register(market, market.alicia, SoftKey())
    with market.above("sign-in") as work:
        service.start_session(work, market.alicia.id, visitor=AT_HOME)
    lose(market)
    let_time_pass(market, WEEK - timedelta(hours=1))
    assert has_factor(market)
    let_time_pass(market, timedelta(hours=2))
    assert states(market) == [LostState.DONE]
    assert not has_factor(market)
    assert sessions_of(market, market.alicia) == 0
    worker.drain()
    assert "Quitamos tu segundo paso" in letters_to(market, market.alicia.email)
    assert verbs(market)[-2:] == ["accounts.lose_factor", "accounts.remove_lost_factor"]


def test_who_needs_a_factor_is_led_to_set_one_up(market: Cast, browser_client: FlaskClient) -> None:
    lose(market)
    let_time_pass(market, WEEK)
    enter(browser_client, market.alicia)
    answer = browser_client.get("/vender/hilos-alpaca/dinero")
    assert answer.location == "/cuenta/segundo-paso?next=/vender/hilos-alpaca/dinero"


def test_the_owner_hears_of_it_at_once_and_before_the_end(market: Cast, worker: Worker) -> None:
    lose(market)
    worker.drain()
    let_time_pass(market, timedelta(days=5, hours=1))
    let_time_pass(market, timedelta(hours=1))  # once is enough
    worker.drain()
    subjects = letters_to(market, market.alicia.email)
    assert len([one for one in subjects if one.startswith("Vamos a quitar tu segundo paso")]) == 2


def test_the_link_of_either_letter_cancels(market: Cast) -> None:
    lose(market)
    first = link_of(market, market.alicia.id, KEEP)
    let_time_pass(market, timedelta(days=6))
    assert link_of(market, market.alicia.id, KEEP) != first
    with market.above("account link") as work:
        assert lost.keep_by_link(work, first)
    let_time_pass(market, WEEK)
    assert states(market) == [LostState.CANCELLED]
    assert has_factor(market)


def test_a_link_to_cancel_that_comes_too_late_says_so(market: Cast) -> None:
    lose(market)
    let_time_pass(market, WEEK)
    with market.above("account link") as work:
        assert not lost.keep_by_link(work, link_of(market, market.alicia.id, KEEP))


def test_signing_in_with_the_factor_cancels_and_the_owner_hears_so(market: Cast, worker: Worker) -> None:
    lose(market)
    assert finish(market, begin(market), code_of(market.alicia))
    assert states(market) == [LostState.CANCELLED]
    worker.drain()
    assert "Tu segundo paso se queda" in letters_to(market, market.alicia.email)


def test_a_wrong_code_cancels_nothing(market: Cast) -> None:
    lose(market)
    assert not finish(market, begin(market), "000000")
    assert states(market) == [LostState.WAITING]


def test_another_password_cancels(market: Cast) -> None:
    lose(market)
    with market.above("own account") as work:
        assert service.change_password(
            work, market.alicia.id, old=PASSWORD, new="otra frase bien larga", visitor=AT_HOME, keep=""
        )
    assert states(market) == [LostState.CANCELLED]


def test_without_the_password_nobody_gets_the_letter(market: Cast) -> None:
    with pytest.raises(errors.SecondStepOver), market.above("sign-in") as work:
        lost.ask_lost_link(work, "made up", visitor=AT_HOME)


def test_the_letter_alone_begins_nothing(market: Cast) -> None:
    ask(market)
    assert not follow(market, password="not it")
    assert states(market) == []
    assert follow(market, password=PASSWORD)  # the link still works, also in another browser


def test_the_step_of_somebody_else_begins_nothing(market: Cast) -> None:
    ask(market)
    with market.above("sign-in") as work:
        other = factors.enter_with_password(work, email=market.bruno.email, password=PASSWORD, visitor=AT_HOME)
    assert other is not None
    assert other.second_step is not None
    assert not follow(market, step=other.second_step)


def test_an_address_that_is_not_verified_gets_no_letter(market: Cast) -> None:
    with market.above() as work:
        work.session.get_one(Account, market.alicia.id).verified_at = None
    ask(market)
    with market.above() as work:
        assert work.session.scalar(select(AccountToken.id).where(AccountToken.purpose == LOST)) is None


def test_letters_are_counted(market: Cast) -> None:
    for _n in range(4):
        ask(market)
    with pytest.raises(errors.TooManyAttempts):
        ask(market)


def test_a_link_works_once_and_asking_again_does_not_begin_anew(market: Cast) -> None:
    lose(market)
    with pytest.raises(errors.LinkDead):
        follow(market, password=PASSWORD)
    with market.above() as work:
        due = work.session.scalars(select(LostFactor.due_at)).one()
    lose(market)
    with market.above() as work:
        assert work.session.scalars(select(LostFactor.due_at)).one() == due


def test_the_whole_way_in_the_browser(app: Flask, market: Cast) -> None:
    home, cafe = app.test_client(), app.test_client()
    enter(home, market.alicia)
    cafe.post("/entrar", data={"email": market.alicia.email, "password": PASSWORD})
    assert "/entrar/segundo-paso/perdido" in cafe.get("/entrar/segundo-paso").text
    assert "siete días" in cafe.get("/entrar/segundo-paso/perdido").text
    assert "Revisa tu correo" in cafe.post("/entrar/segundo-paso/perdido").text
    path = f"/enlace/{link_of(market, market.alicia.id, LOST)}"
    assert 'name="password"' not in cafe.get(path).text  # given a moment ago
    assert 'name="password"' in app.test_client().get(path).text
    assert states(market) == []
    assert "Empezó la espera" in cafe.post(path).text
    for page in ("/", "/cuenta", "/vender/hilos-alpaca/", "/cuenta/segundo-paso"):
        assert "perdió tu segundo paso" in home.get(page).text, page
    assert "se queda" in home.post("/cuenta/segundo-paso/conservar", follow_redirects=True).text
    assert "perdió tu segundo paso" not in home.get("/cuenta").text
    assert states(market) == [LostState.CANCELLED]
    assert home.post("/cuenta/segundo-paso/conservar").status_code == 302  # twice is no fault


def test_the_letters_link_asks_for_a_click(app: Flask, market: Cast) -> None:
    lose(market)
    path = f"/enlace/{link_of(market, market.alicia.id, KEEP)}"
    stranger = app.test_client()
    assert "Conservar el segundo paso" in stranger.get(path).text
    assert states(market) == [LostState.WAITING]
    assert stranger.post(path).location == "/olvide-mi-contrasena"
    assert states(market) == [LostState.CANCELLED]


def test_the_door_asks_for_the_password_first(browser_client: FlaskClient, market: Cast) -> None:
    assert browser_client.get("/entrar/segundo-paso/perdido").location == "/entrar"
    assert browser_client.post("/entrar/segundo-paso/perdido").location == "/entrar"
