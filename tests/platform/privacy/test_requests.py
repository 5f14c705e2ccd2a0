"""ARCO requests: anybody asks, the address is shown to be theirs, and staff answer on the law's clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.errors import NotAllowed, NotFound, OwnCase
from marketplace.kernel.permissions import STAFF_GRANTED, StaffMay
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.notifications.models import Mail
from marketplace.platform.privacy import errors, requests, rules
from marketplace.platform.privacy.aging import forget_aged
from marketplace.platform.privacy.models import ArcoRequest
from marketplace.platform.privacy.rules import RequestState, Right
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests.cast import Cast
from tests.mail import letters_to
from tests.platform.privacy.asking import WHY, answer, ask, extend
from tests.web.asking import enter, enter_by


def found(market: Cast, code: str) -> ArcoRequest:
    with market.above() as work:
        return work.session.scalars(select(ArcoRequest).where(ArcoRequest.code == code)).one()


def test_it_is_answered_and_carried_out_with_a_letter_each(market: Cast, worker: Worker) -> None:
    code = ask(market)
    assert found(market, code).state == RequestState.WAITING
    answer(market, code)
    with market.as_sergio() as work:
        requests.carry_out(work, code, said="La copia está en Tus datos desde hoy.")
    done = found(market, code)
    assert (done.state, done.answered_by) == (RequestState.DONE, market.sergio.name)
    worker.drain()
    assert letters_to(market, market.carla.email) == [
        f"Recibimos tu solicitud {code}",
        f"Aceptamos tu solicitud {code}",
        f"Cumplimos tu solicitud {code}",
    ]


def test_the_clock_counts_working_days_of_mexico() -> None:
    thursday = datetime(2026, 11, 26, 18, tzinfo=UTC)
    assert (
        rules.answer_by(thursday).date().isoformat() == "2026-12-25"
    )  # 18:00 in Mexico of the 24th ends on the 25th, UTC
    assert rules.answer_by(thursday, extended=True) > rules.answer_by(thursday) + timedelta(days=27)
    assert rules.carry_out_by(thursday) < rules.answer_by(thursday)


def test_without_an_account_the_address_is_confirmed_first(
    market: Cast, worker: Worker, browser_client: FlaskClient
) -> None:
    form = {"kind": "cancellation", "name": "Noé Ruiz", "email": "noe@example.mx", "body": "Borren mi teléfono."}
    assert "Revisa tu correo" in browser_client.post("/privacidad/solicitud", data=form).text
    worker.drain()
    with market.above() as work:
        asked = work.session.scalars(select(ArcoRequest)).one()
        letter = work.session.scalars(select(Mail.text).where(Mail.to == "noe@example.mx")).one()
    assert (asked.state, asked.answer_by) == (RequestState.UNCONFIRMED, None)
    link = re.search(r"/privacidad/solicitud/[\w-]+", letter)
    assert link is not None
    assert "Borren mi teléfono." in browser_client.get(link[0]).text
    assert found(market, asked.code).state == RequestState.UNCONFIRMED  # looking confirms nothing
    assert asked.code in browser_client.post(f"{link[0]}/confirmar").text
    assert found(market, asked.code).state == RequestState.WAITING
    assert browser_client.post(f"{link[0]}/confirmar").status_code == 404
    assert browser_client.get("/privacidad/solicitud/forged").status_code == 404


def test_what_nobody_confirmed_is_forgotten(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ask(market)
    with market.above("privacy request") as work:
        requests.ask(
            work, kind=Right.ACCESS, name="Noé", email="noe@example.mx", body="Hola", locale="es_MX", visitor=Visitor()
        )
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    with market.above("worker") as work:
        forget_aged(work)
        assert work.session.scalars(select(ArcoRequest.code)).all() == [kept]


def test_each_time_is_extended_once_with_a_reason(market: Cast, worker: Worker) -> None:
    code = ask(market)
    before = found(market, code).answer_by
    extend(market, code)
    after = found(market, code).answer_by
    assert before is not None
    assert after is not None
    assert after > before
    with pytest.raises(errors.ExtendedAlready):
        extend(market, code)
    answer(market, code)
    extend(market, code)
    with pytest.raises(errors.ExtendedAlready):
        extend(market, code)
    worker.drain()
    assert len(letters_to(market, market.carla.email)) == 4


def test_a_declined_one_says_where_to_turn_and_is_over(market: Cast, worker: Worker) -> None:
    code = ask(market)
    answer(market, code, granted=False)
    with pytest.raises(errors.RequestNotOpen), market.as_sergio() as work:
        requests.carry_out(work, code, said=WHY)
    with pytest.raises(errors.RequestNotOpen):
        extend(market, code)
    worker.drain()
    with market.above() as work:
        said = work.session.scalars(select(Mail.text).where(Mail.subject.startswith("No procede"))).one()
    assert "Secretaría Anticorrupción" in said


def test_only_who_may_answers_and_never_themselves(market: Cast) -> None:
    code = ask(market)
    moderator = Actor("Mo", market.diego.id, "moderator", frozenset(STAFF_GRANTED["moderator"]))
    with pytest.raises(NotAllowed), unit_of_work(PlatformScope("test"), moderator) as work:
        requests.answer(work, code, granted=True, reason=WHY)
    herself = Actor("Carla", market.carla.id, "support", frozenset({StaffMay.PRIVACY}))
    with pytest.raises(OwnCase), unit_of_work(PlatformScope("test"), herself) as work:
        requests.answer(work, code, granted=True, reason=WHY)
    with pytest.raises(NotFound):
        answer(market, "0000-0000")
    assert found(market, code).state == RequestState.WAITING


def test_an_answer_needs_words(market: Cast, browser_client: FlaskClient) -> None:
    code = ask(market)
    with pytest.raises(errors.ExtensionReasonMissing):
        answer(market, code, reason="   no   ")
    enter_by(browser_client, market, market.sergio.email)
    short = browser_client.post(f"/operacion/privacidad/{code}/contestar", data={"granted": "yes", "reason": "Sí."})
    assert short.status_code == 422
    assert "veinte letras" in short.text
    assert ">Sí.</textarea>" in short.text.replace("\r\n", "")
    longer = browser_client.post(f"/operacion/privacidad/{code}/ampliar", data={"extend-reason": "Poco."})
    assert longer.status_code == 422
    assert found(market, code).state == RequestState.WAITING


def test_staff_see_what_is_late(market: Cast, browser_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    code = ask(market)
    later = clock.now() + timedelta(days=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    enter_by(browser_client, market, market.sergio.email)
    page = browser_client.get("/operacion/privacidad").text
    assert code in page
    assert "fuera de plazo" in page
    assert "fuera de plazo" in browser_client.get("/operacion/").text
    answered = browser_client.post(f"/operacion/privacidad/{code}/contestar", data={"granted": "yes", "reason": WHY})
    assert answered.status_code == 302
    assert "Decir que se cumplió" in browser_client.get(f"/operacion/privacidad/{code}").text


def test_a_step_that_is_over_says_so(market: Cast, browser_client: FlaskClient) -> None:
    code = ask(market)
    enter_by(browser_client, market, market.sergio.email)
    early = browser_client.post(f"/operacion/privacidad/{code}/cumplir", data={"reason": WHY})
    assert (early.status_code, "ya no está en ese paso" in early.text) == (422, True)
    answer(market, code, granted=False)
    late = browser_client.post(f"/operacion/privacidad/{code}/contestar", data={"granted": "yes", "reason": WHY})
    assert (late.status_code, "ya no está en ese paso" in late.text) == (422, True)


def test_a_person_sees_their_own_on_their_page(market: Cast, browser_client: FlaskClient) -> None:
    code = ask(market)
    answer(market, code)
    enter(browser_client, market.carla)
    page = browser_client.get("/cuenta/datos").text
    assert code in page
    assert WHY in page


@pytest.mark.parametrize("wrong", [{"kind": "revenge"}, {"body": " "}, {"email": "noe"}, {"name": "n" * 90}])
def test_a_form_that_is_wrong_says_where_and_asks_nothing(
    market: Cast, browser_client: FlaskClient, wrong: dict[str, str]
) -> None:
    form = {"kind": "access", "name": "Noé Ruiz", "email": "noe@example.mx", "body": "Hola"} | wrong
    assert browser_client.post("/privacidad/solicitud", data=form).status_code == 422
    with market.above() as work:
        assert work.session.scalars(select(ArcoRequest)).all() == []
