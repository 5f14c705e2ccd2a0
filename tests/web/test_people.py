"""People at the doors: two steps in, links that mail scanners cannot use up, fresh proofs, and guests who come to stay."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from marketplace.kernel.permissions import May
from marketplace.people.accounts import tokens
from marketplace.people.accounts.models import Account, CodeApp, UserSession
from marketplace.people.accounts.rules import TokenPurpose
from marketplace.worker import Worker
from tenants.models import Membership
from tests.cast import PASSWORD, Cast, code_of
from tests.installation import put_settings, settings_of
from tests.mail import letters_to
from tests.people.accounts.people import AT_HOME, give_app, link_of, sessions_of
from tests.trade.buying import guest_purchase
from tests.web.asking import carried, enter, let_proof_age

pytestmark = pytest.mark.long

NORA = {"name": "Nora Paz", "email": "nora@example.mx", "password": "cuatro palabras bien raras"}


def without_token(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def nora(market: Cast) -> Account:
    with market.above() as work:
        return work.session.scalars(
            select(Account).where(Account.email == NORA["email"], Account.kind == "member")
        ).one()


def test_signing_up_and_opening_the_letter_in_the_same_browser_lets_one_in(
    browser_client: FlaskClient, market: Cast
) -> None:
    browser_client.post("/crear-cuenta", data=NORA)
    path = f"/enlace/{link_of(market, nora(market).account_id, TokenPurpose.VERIFY_EMAIL)}"
    assert "Nora Paz" in browser_client.get(path).text
    assert browser_client.get("/cuenta").status_code == 302  # looking is not confirming
    assert browser_client.post(path).location == "/"
    assert "Nora Paz" in browser_client.get("/cuenta").text


def test_another_browser_confirms_the_address_by_the_password_and_is_not_let_in(app: Flask, market: Cast) -> None:
    app.test_client().post("/crear-cuenta", data=NORA)
    other = app.test_client()
    path = f"/enlace/{link_of(market, nora(market).account_id, TokenPurpose.VERIFY_EMAIL)}"
    assert 'type="password"' in other.get(path).text
    answer = other.post(path, data={"password": NORA["password"]})
    assert answer.location == "/entrar"
    assert nora(market).verified_at is not None
    assert other.get("/cuenta").status_code == 302


def test_an_address_that_a_stranger_typed_is_not_confirmed_by_its_owner(
    app: Flask, market: Cast, worker: Worker
) -> None:
    code, _token = guest_purchase(market, worker, email=NORA["email"])
    stranger, owner = app.test_client(), app.test_client()
    stranger.post("/crear-cuenta", data=NORA)
    stranger.post("/entrar", data=NORA)
    path = f"/enlace/{link_of(market, nora(market).account_id, TokenPurpose.VERIFY_EMAIL)}"
    for typed in ({}, {"password": ""}, {"password": "la mia de siempre"}):
        answer = owner.post(path, data=typed)
        assert answer.status_code == 422
        assert 'href="/olvide-mi-contrasena"' in answer.text
    assert nora(market).verified_at is None
    assert stranger.post("/pedidos/sin-cuenta").status_code == 403
    owner.post("/olvide-mi-contrasena", data={"email": NORA["email"]})
    worker.drain()
    reset = f"/enlace/{link_of(market, nora(market).account_id, TokenPurpose.RESET_PASSWORD)}"
    assert owner.post(reset, data={"password": "otra frase bien larga"}).location == "/entrar"
    assert nora(market).verified_at is not None
    assert stranger.get("/cuenta").location.startswith("/entrar")
    assert stranger.post("/entrar", data=NORA).status_code == 422
    owner.post("/entrar", data={"email": NORA["email"], "password": "otra frase bien larga"})
    assert code in owner.get("/pedidos/sin-cuenta").text


def test_nor_does_a_strangers_account_move_to_an_address_because_its_owner_confirms(app: Flask, market: Cast) -> None:
    with market.above("own account") as work:
        tokens.ask_email_change(work, market.carla.id, NORA["email"], visitor=AT_HOME)
    path = f"/enlace/{link_of(market, market.carla.id, TokenPurpose.CHANGE_EMAIL)}"
    owner, carla = app.test_client(), app.test_client()
    assert owner.post(path).status_code == 422
    with market.above() as work:
        assert work.session.get_one(Account, market.carla.id).email == market.carla.email
    enter(carla, market.carla)
    assert carla.post(path).location == "/cuenta/seguridad"
    with market.above() as work:
        assert work.session.get_one(Account, market.carla.id).email == NORA["email"]


def test_guesses_at_the_password_of_a_link_are_counted(app: Flask, market: Cast) -> None:
    app.test_client().post("/crear-cuenta", data=NORA)
    path = f"/enlace/{link_of(market, nora(market).account_id, TokenPurpose.VERIFY_EMAIL)}"
    other = app.test_client()
    for _n in range(8):
        assert "Hubo muchos intentos" not in other.post(path, data={"password": "wrong"}).text
    assert "Hubo muchos intentos" in other.post(path, data={"password": NORA["password"]}).text
    assert nora(market).verified_at is None


def test_a_taken_and_a_free_address_get_the_same_page(app: Flask, market: Cast) -> None:
    pages = []
    for email in (market.carla.email, NORA["email"]):
        answer = app.test_client().post("/crear-cuenta", data={**NORA, "email": email})
        pages.append((answer.status_code, without_token(answer.text).replace(email, "X")))
    assert pages[0] == pages[1]


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(app: Flask, market: Cast) -> None:
    pages = []
    for email in (market.carla.email, "nadie@example.mx"):
        answer = app.test_client().post("/olvide-mi-contrasena", data={"email": email})
        pages.append((answer.status_code, without_token(answer.text).replace(email, "X")))
    assert pages[0] == pages[1]


def test_looking_at_a_link_uses_nothing_up_and_tells_no_other_site(
    browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    browser_client.post("/olvide-mi-contrasena", data={"email": market.carla.email})
    worker.drain()
    path = f"/enlace/{link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD)}"
    for _n in range(3):
        answer = browser_client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"
    assert browser_client.post(path, data={"password": "corta"}).status_code == 422
    assert browser_client.post(path, data={"password": "otra frase bien larga"}).location == "/entrar"
    assert browser_client.get(path).status_code == 404
    assert browser_client.post(path, data={"password": "otra frase bien larga"}).status_code == 404


@pytest.mark.parametrize("secret", ["x", "..", "%00", "a" * 3000, "' or 1=1"])
def test_a_link_that_is_none_is_404(browser_client: FlaskClient, market: Cast, secret: str) -> None:
    assert browser_client.get(f"/enlace/{secret}").status_code == 404
    assert browser_client.post(f"/enlace/{secret}").status_code == 404


def test_a_reset_lets_the_owner_in_while_strangers_guess(app: Flask, market: Cast, worker: Worker) -> None:
    for _n in range(8):
        app.test_client().post("/entrar", data={"email": market.carla.email, "password": "wrong"})
    owner = app.test_client()
    assert (
        "Hubo muchos intentos" in owner.post("/entrar", data={"email": market.carla.email, "password": PASSWORD}).text
    )
    owner.post("/olvide-mi-contrasena", data={"email": market.carla.email})
    worker.drain()
    path = f"/enlace/{link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD)}"
    owner.post(path, data={"password": "otra frase bien larga"})
    answer = owner.post("/entrar", data={"email": market.carla.email, "password": "otra frase bien larga"})
    assert answer.status_code == 302


def test_a_known_browser_cannot_be_made_up(app: Flask, market: Cast) -> None:
    for _n in range(8):
        app.test_client().post("/entrar", data={"email": market.carla.email, "password": "wrong"})
    forger = app.test_client()
    forger.set_cookie("tianguis-browser", f'{{"{market.carla.id}":"mine"}}.forged')
    assert forger.post("/entrar", data={"email": market.carla.email, "password": PASSWORD}).status_code == 422


def test_the_second_step_stands_between_the_password_and_the_shop(browser_client: FlaskClient, market: Cast) -> None:
    data = {"email": market.alicia.email, "password": PASSWORD, "next": "/vender/hilos-alpaca/dinero"}
    assert browser_client.post("/entrar", data=data).location == "/entrar/segundo-paso"
    assert browser_client.get("/cuenta").status_code == 302
    page = browser_client.get("/entrar/segundo-paso").text
    assert "data-demo-code" not in page  # only the demo market's people are helped
    wrong = browser_client.post("/entrar/segundo-paso", data={"code": "000000"})
    assert wrong.status_code == 422
    assert "Ese código no es" in wrong.text
    answer = browser_client.post("/entrar/segundo-paso", data={"code": code_of(market.alicia)})
    assert answer.location == "/vender/hilos-alpaca/dinero"
    assert browser_client.get(answer.location).status_code == 200


def test_nobody_begins_with_the_second_step(browser_client: FlaskClient, market: Cast) -> None:
    for answer in (
        browser_client.get("/entrar/segundo-paso"),
        browser_client.post("/entrar/segundo-paso", data={"code": code_of(market.alicia)}),
        browser_client.post("/entrar/segundo-paso/llave", data={"credential": "{}"}),
        browser_client.post("/entrar/llave", data={"credential": "{}"}),
    ):
        assert answer.location == "/entrar"
    assert sessions_of(market, market.alicia) == 0


def test_the_first_of_two_codes_counts(browser_client: FlaskClient, market: Cast) -> None:
    browser_client.post("/entrar", data={"email": market.alicia.email, "password": PASSWORD})
    answer = browser_client.post("/entrar/segundo-paso", data={"code": ["000000", code_of(market.alicia)]})
    assert answer.status_code == 422


def test_who_may_touch_money_is_led_to_set_a_factor_up_and_back(browser_client: FlaskClient, market: Cast) -> None:
    with market.above() as work:
        work.session.execute(delete(CodeApp).where(CodeApp.account_id == market.ada.id))
    enter(browser_client, market.ada)
    answer = browser_client.get("/vender/hilos-alpaca/pedidos")
    assert answer.location == "/cuenta/segundo-paso?next=/vender/hilos-alpaca/pedidos"
    page = browser_client.get(answer.location)
    assert "Quien puede mover o ver el dinero" in page.text
    answer = browser_client.post("/cuenta/segundo-paso/app?next=/vender/hilos-alpaca/pedidos")
    page = browser_client.get(answer.location)
    assert "data:image/svg+xml" in page.text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page.text)
    assert secret is not None
    assert browser_client.post(answer.location, data={"code": "000000"}).status_code == 422
    code = pyotp.TOTP(secret[1].replace(" ", "")).now()
    done = browser_client.post(answer.location, data={"code": code})
    assert len(re.findall(r"<code>[0-9A-Z]{4}-[0-9A-Z]{4}</code>", done.text)) == 10
    assert 'href="/vender/hilos-alpaca/pedidos"' in done.text
    assert browser_client.get("/vender/hilos-alpaca/pedidos").status_code == 200


def test_who_answers_invoices_sees_what_buyers_are_to_the_tax_office_and_needs_one(
    browser_client: FlaskClient, market: Cast
) -> None:
    with market.above() as work:
        seat = select(Membership).where(Membership.account_id == market.pia.id)
        work.session.scalars(seat).one().granted = [May.ISSUE_INVOICES]
    enter(browser_client, market.pia)
    answer = browser_client.get("/vender/hilos-alpaca/facturas")
    assert answer.location == "/cuenta/segundo-paso?next=/vender/hilos-alpaca/facturas"


def test_who_packs_needs_no_factor(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.pia)
    assert browser_client.get("/vender/hilos-alpaca/pedidos").status_code == 200


def test_staff_need_one(browser_client: FlaskClient, market: Cast) -> None:
    with market.above() as work:
        work.session.execute(delete(CodeApp).where(CodeApp.account_id == market.sergio.id))
    enter(browser_client, market.sergio)
    assert browser_client.get("/operacion/").location == "/cuenta/segundo-paso?next=/operacion/"


def test_who_is_not_verified_buys_but_does_not_work_in_a_shop(browser_client: FlaskClient, market: Cast) -> None:
    with market.above() as work:
        work.session.execute(update(Account).where(Account.account_id == market.pia.id).values(verified_at=None))
    enter(browser_client, market.pia)
    assert browser_client.get("/pedidos").status_code == 200
    assert "Falta confirmar tu correo" in browser_client.get("/pedidos").text
    answer = browser_client.get("/vender/hilos-alpaca/")
    assert answer.location == "/cuenta/correo/confirmar?next=/vender/hilos-alpaca/"
    for n in range(5):
        page = browser_client.post(answer.location, follow_redirects=True).text
        assert ("Te mandamos otro correo" if n < 4 else "Hubo muchos intentos") in page


@pytest.mark.parametrize("path", ["/cuenta/contrasena", "/cuenta/correo", "/cuenta/segundo-paso"])
def test_what_matters_asks_again_after_a_quarter_of_an_hour_and_leads_back(
    browser_client: FlaskClient, market: Cast, path: str
) -> None:
    enter(browser_client, market.alicia)
    assert browser_client.get(path).status_code == 200
    let_proof_age(market)
    answer = browser_client.get(path)
    assert answer.location == f"/confirmar?next={path}"
    wrong = browser_client.post(answer.location, data={"proof-password": "wrong"})
    assert wrong.status_code == 422
    assert "Esa no es tu contraseña" in wrong.text
    assert browser_client.get(path).status_code == 302
    assert browser_client.post(answer.location, data={"proof-password": PASSWORD}).location == path
    assert browser_client.get(path).status_code == 200


def test_who_proves_again_goes_on_under_a_new_secret(app: Flask, market: Cast) -> None:
    browser, copy = app.test_client(), app.test_client()
    enter(browser, market.carla)
    cookie = browser.get_cookie("tianguis")
    assert cookie is not None
    copy.set_cookie("tianguis", cookie.value)
    assert copy.get("/cuenta").status_code == 200
    assert browser.post("/confirmar", data={"proof-password": PASSWORD}).location == "/cuenta"
    assert browser.get("/cuenta").status_code == 200
    assert copy.get("/cuenta").status_code == 302
    assert sessions_of(market, market.carla) == 1


def test_a_code_proves_as_well(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    let_proof_age(market)
    assert browser_client.post("/confirmar?next=/cuenta/correo", data={"proof-code": "000000"}).status_code == 422
    answer = browser_client.post("/confirmar?next=/cuenta/correo", data={"proof-code": code_of(market.alicia)})
    assert answer.location == "/cuenta/correo"


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", ""])
def test_proving_leads_to_this_site_only(browser_client: FlaskClient, market: Cast, target: str) -> None:
    enter(browser_client, market.carla)
    answer = browser_client.post("/confirmar", query_string={"next": target}, data={"proof-password": PASSWORD})
    assert answer.location == "/cuenta"


def test_a_form_sent_too_late_does_nothing_and_goes_on_with_the_proof(
    browser_client: FlaskClient, market: Cast
) -> None:
    enter(browser_client, market.alicia)
    let_proof_age(market)
    answer = browser_client.post("/cuenta/segundo-paso/app/quitar")
    assert (answer.status_code, answer.location) == (307, "/confirmar?next=/cuenta/segundo-paso/app/quitar")
    with market.above() as work:
        assert work.session.get(CodeApp, market.alicia.id) is not None
    page = browser_client.post(answer.location).text
    assert "Lo que escribiste sigue aquí" in page
    proved = browser_client.post(answer.location, data={**carried(page), "proof-password": PASSWORD})
    assert (proved.status_code, proved.location) == (307, "/cuenta/segundo-paso/app/quitar")
    browser_client.post(proved.location)
    with market.above() as work:
        assert work.session.get(CodeApp, market.alicia.id) is None


def test_changing_the_password_closes_the_other_browsers(app: Flask, market: Cast, worker: Worker) -> None:
    here, other = app.test_client(), app.test_client()
    enter(here, market.carla)
    enter(other, market.carla)
    form = {"old": "wrong", "password": "otra frase bien larga"}
    assert 'id="old-error"' in here.post("/cuenta/contrasena", data=form).text
    assert here.post("/cuenta/contrasena", data={**form, "old": PASSWORD}).status_code == 302
    assert other.get("/cuenta").status_code == 302
    assert here.get("/cuenta").status_code == 200


def test_one_browser_is_closed_from_another(app: Flask, market: Cast) -> None:
    here, other = app.test_client(), app.test_client()
    enter(other, market.carla)
    enter(here, market.carla)
    page = here.get("/cuenta/seguridad").text
    path = re.search(r'action="(/cuenta/sesiones/[0-9a-f-]+/cerrar)"', page)
    assert path is not None
    stranger = app.test_client()
    enter(stranger, market.diego)
    assert stranger.post(path[1]).status_code == 404
    assert other.get("/cuenta").status_code == 200
    assert here.post(path[1]).status_code == 302
    assert other.get("/cuenta").status_code == 302
    assert here.post(path[1]).status_code == 404


def test_being_seen_is_noted_every_few_minutes_and_not_with_every_page(
    browser_client: FlaskClient, market: Cast
) -> None:
    enter(browser_client, market.carla)
    with market.above() as work:
        before = work.session.scalars(select(UserSession.seen_at)).one()
    browser_client.get("/cuenta")
    with market.above() as work:
        assert work.session.scalars(select(UserSession.seen_at)).one() == before
        work.session.execute(update(UserSession).values(seen_at=before - timedelta(minutes=6)))
    browser_client.get("/cuenta")
    with market.above() as work:
        assert work.session.scalars(select(UserSession.seen_at)).one() > before


def test_only_a_browser_that_is_new_to_the_account_is_told(app: Flask, market: Cast, worker: Worker) -> None:
    client = app.test_client()
    enter(client, market.carla)
    client.post("/salir")
    enter(client, market.carla)
    worker.drain()
    assert letters_to(market, market.carla.email) == ["Entraste desde un navegador nuevo"]


def test_taking_the_factor_away_is_told(browser_client: FlaskClient, market: Cast, worker: Worker) -> None:
    give_app(market, market.carla)
    browser_client.post("/entrar", data={"email": market.carla.email, "password": PASSWORD})
    browser_client.post("/entrar/segundo-paso", data={"code": code_of(market.carla)})
    assert "Quitamos tu app" in browser_client.post("/cuenta/segundo-paso/app/quitar", follow_redirects=True).text
    worker.drain()
    assert "Quitaste un segundo paso" in letters_to(market, market.carla.email)
    assert browser_client.post("/cuenta/segundo-paso/app/quitar").status_code == 404


def test_a_member_who_opens_a_guests_link_may_keep_the_purchase(
    browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    code, token = guest_purchase(market, worker, email="otra@example.mx")
    enter(browser_client, market.carla)
    answer = browser_client.get(f"/compra/{code}/enlace/{token}")
    assert "¿La agregamos a tu cuenta?" in browser_client.get(answer.location).text
    assert browser_client.get(f"/compra/{code}").status_code == 404
    assert browser_client.post(answer.location).location == f"/compra/{code}"
    assert browser_client.get(f"/compra/{code}").status_code == 200
    assert browser_client.post(answer.location).status_code == 404


def test_purchases_under_the_same_address_are_gathered_once_it_is_verified(
    browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    code, _token = guest_purchase(market, worker, email=NORA["email"])
    browser_client.post("/crear-cuenta", data=NORA)
    browser_client.post("/entrar", data=NORA)
    assert "Primero confirma tu correo" in browser_client.get("/pedidos/sin-cuenta").text
    assert browser_client.post("/pedidos/sin-cuenta").status_code == 403
    browser_client.post(f"/enlace/{link_of(market, nora(market).account_id, TokenPurpose.VERIFY_EMAIL)}")
    assert code in browser_client.get("/pedidos/sin-cuenta").text
    assert "Agregamos 1 compra" in browser_client.post("/pedidos/sin-cuenta", follow_redirects=True).text
    assert browser_client.get(f"/compra/{code}").status_code == 200


def test_production_never_shows_the_demos_code(browser_client: FlaskClient, market: Cast) -> None:
    app = browser_client.application
    with market.above() as work:
        work.session.execute(
            update(Account).where(Account.account_id == market.alicia.id).values(email="alicia@demo.tianguis.example")
        )
    data = {"email": "alicia@demo.tianguis.example", "password": PASSWORD}
    browser_client.post("/entrar", data=data)
    assert "data-demo-code" in browser_client.get("/entrar/segundo-paso").text
    settings = settings_of(app)
    put_settings(app, settings.model_copy(update={"profile": "production"}))
    try:
        assert "data-demo-code" not in browser_client.get("/entrar/segundo-paso").text
    finally:
        put_settings(app, settings)
