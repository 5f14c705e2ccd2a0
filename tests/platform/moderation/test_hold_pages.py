"""The pages on which two of the staff hold a shop's money, and those on which the shop reads how much, why and until when."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.people.accounts.models import Account
from marketplace.platform.channels import service as channels
from marketplace.platform.moderation import appeals
from marketplace.platform.moderation.models import HoldRequest
from marketplace.worker import Worker
from tests.cast import Cast, Person, give_factor
from tests.money.payouts import paying
from tests.platform.moderation import holds
from tests.platform.moderation.reporting import as_nora, days_from_now
from tests.web.asking import client_of

SHOP, DESK = "/vender/hilos-alpaca", "/operacion/dinero-detenido"
SAID = {
    "shop": "hilos-alpaca", "how_much": "part", "amount": "$500", "days": "10", "rule": "undelivered",
    "facts": "Seis pedidos no se mueven.", "how_to_fix": "Muestra las guías.",
}  # fmt: skip


def desk(app: Flask, market: Cast, name: str) -> FlaskClient:
    """Somebody of the finances, before their browser."""
    person: Person = paying.finance(name)
    with market.above() as work:
        give_factor(work, person)
    return client_of(app, person)


def asked(market: Cast) -> list[HoldRequest]:
    with market.above() as work:
        return list(work.session.scalars(select(HoldRequest)))


def test_one_asks_another_decides_and_either_frees_it(app: Flask, market: Cast, worker: Worker) -> None:
    fidel, greta = desk(app, market, "Fidel"), desk(app, market, "Greta")
    assert (
        "Engaña para quedarse con el dinero (CPF art. 386; P2B art. 4(4)(a); puede ser de inmediato)"
        in html.unescape(fidel.get(f"{DESK}/nuevo").text)
    )
    made = fidel.post(f"{DESK}/nuevo", data=SAID)
    assert made.status_code == 302
    (one,) = asked(market)
    assert (one.amount_minor, one.days, one.rule, one.state) == (500_00, 10, "undelivered", "asked")
    page = fidel.get(made.location).text
    assert "Lo pediste tú: lo decide otra persona." in page
    assert "Que se detenga" not in page
    assert fidel.post(f"{made.location}/decision", data={"verdict": "yes"}).status_code == 422
    assert "petición de detener dinero por decidir" in greta.get("/operacion/").text
    assert "Hilos Alpaca" in greta.get(f"{DESK}?pendientes=1").text
    refused = greta.post(f"{made.location}/decision", data={"verdict": "no", "answer": ""})
    assert refused.status_code == 422
    assert "Escribe la razón" in refused.text
    assert greta.post(f"{made.location}/decision", data={"verdict": "yes"}).status_code == 302
    worker.drain()
    page = fidel.get(made.location).text
    for part in ("Avisada", "Hasta $500.00", "Seis pedidos no se mueven.", "Lo pidió Fidel", "Lo decidió Greta"):
        assert part in page, part
    assert fidel.post(f"{made.location}/liberar", data={"answer": ""}).status_code == 422
    assert fidel.post(f"{made.location}/liberar", data={"answer": "Ya llegaron."}).status_code == 302
    assert "Ya llegaron." in greta.get(made.location).text
    assert "Hilos Alpaca" not in greta.get(f"{DESK}?pendientes=1").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": ""}, "Escribe hasta cuánto"),
        ({"amount": "mucho"}, "Escribe una cantidad en pesos"),
        ({"amount": "0"}, "Escribe hasta cuánto"),
        ({"days": "91"}, "De 1 a 90 días"),
        ({"days": "dos"}, "Escribe un número"),
        ({"days": ""}, "Falta este dato"),
        ({"rule": ""}, "Elige uno"),
        ({"how_much": ""}, "Elige uno"),
        ({"facts": " "}, "Falta este dato"),
        ({"how_to_fix": ""}, "Falta este dato"),
    ],
)
def test_what_is_wrong_is_said_at_its_box_and_what_was_typed_stays(
    app: Flask, market: Cast, changed: dict[str, str], said: str
) -> None:
    answer = client_of(app, market.sergio).post(f"{DESK}/nuevo", data=SAID | changed)
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    for name, typed in (SAID | changed).items():
        assert name in ("shop", "rule", "how_much") or typed.strip() in html.unescape(answer.text), name
    assert asked(market) == []


def test_all_of_it_needs_no_amount(app: Flask, market: Cast) -> None:
    answer = client_of(app, market.sergio).post(f"{DESK}/nuevo", data=SAID | {"how_much": "all", "amount": ""})
    assert answer.status_code == 302
    assert asked(market)[0].amount_minor is None


def test_who_looks_at_the_books_reads_and_a_moderator_sees_no_way_to_free_it(app: Flask, market: Cast) -> None:
    made = holds.held(market)
    page = client_of(app, market.sergio).get(f"/operacion/medidas/{made}").text
    assert "por quien lleva las finanzas" in page
    assert "Levantar la medida" not in page
    assert client_of(app, market.alicia).get(DESK).status_code in (403, 404)


def test_the_shop_sees_it_to_the_peso_on_its_money_its_payouts_its_statement_and_by_the_api(
    app: Flask, market: Cast
) -> None:
    paying.prove(market)
    paying.available(market, 900_00)
    holds.held(market)
    last = mexican_day(clock.now()) + timedelta(days=9)
    alicia = client_of(app, market.alicia)
    for path in ("dinero", "dinero/depositos", "dinero/estado"):
        page = html.unescape(alicia.get(f"{SHOP}/{path}").text)
        for part in ("hasta $500.00", "Hoy son $500.00", holds.GRAVE.facts, "Engaña para quedarse", str(last.day)):
            assert part in page, (path, part)
    page = alicia.get(f"{SHOP}/dinero").text
    assert "$398.84" in page  # what is left to be paid
    assert "detenido por una decisión" in alicia.get(f"{SHOP}/").text
    payout = paying.pay(market)
    assert payout is not None
    assert "quedó detenido: $500.00" in re.sub(r"\s+", " ", alicia.get(f"{SHOP}/dinero/depositos").text)
    assert "Quedó detenido" in alicia.get(f"{SHOP}/dinero/depositos/{payout.code}").text
    with market.as_alicia() as work:
        key = {"Authorization": f"Bearer {channels.make_key(work, name='Contabilidad', may=channels.KEY_MAY)}"}
    told = app.test_client().get("/api/v1/balance", headers=key).json
    assert (told["available_minor"], told["kept_minor"], told["on_way_minor"]) == (0, 500_00, 398_84)
    rows = app.test_client().get("/api/v1/payouts", headers=key).json
    assert [(one["amount_minor"], one["kept_minor"]) for one in rows["items"]] == [(398_84, 500_00)]


def test_the_next_payout_knows_that_it_will_be_over_by_then(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    paying.prove(market)
    paying.available(market, 900_00)
    holds.held(market, amount_minor=None, days=1)
    told = paying.money(market)
    assert told.kept_minor == 898_84
    on_its_day = told.next.day == mexican_day(clock.now())
    assert (told.next.total_minor, told.next.kept_minor) == ((0, 898_84) if on_its_day else (898_84, 0))
    monkeypatch.setattr(clock, "now", days_from_now(1))
    assert (paying.money(market).available_minor, paying.money(market).kept_minor) == (898_84, 0)


def test_its_letters_are_in_the_owners_language(market: Cast, worker: Worker) -> None:
    with market.above() as work:
        work.session.get_one(Account, market.alicia.id).locale = "en"
    first = holds.held(market)
    with as_nora() as work:
        appeals.answer_decision_appeal(work, holds.appeal(market, first), upheld=True, answer="Sí.")
    holds.lift(market, holds.held(market, amount_minor=None))
    told = [(letter.subject, letter.text) for letter in holds.letters(market, worker)]
    for (subject, text), (about, says) in zip(
        told,
        [
            ("Money held: Hilos Alpaca", "of what Tianguis owes you this is held: up to $500.00."),
            ("You were right", "Your money is free: it goes with your next deposit, on"),
            ("Money held: Hilos Alpaca", "this is held: everything available."),
            ("Money held", "Your money is free: it goes with your next deposit, on"),
        ],
        strict=True,
    ):
        assert about in subject
        assert says in text


def test_while_it_is_held_the_pay_days_stay_as_they_are(app: Flask, market: Cast) -> None:
    alicia, page = client_of(app, market.alicia), "/vender/hilos-alpaca/cuenta-de-pago"
    assert "Guardar los días" in alicia.get(page).text
    holds.held(market)
    shown = alicia.get(page).text
    assert "tus días de pago quedan como están" in shown
    assert "Guardar los días" not in shown
    late = alicia.post(f"{page}/dias", data={"version": "0", "every": "week", "weekday": "1", "least": "0"})
    assert late.status_code == 422
    assert "tus días de pago quedan como están" in late.text
