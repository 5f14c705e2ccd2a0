"""Where one is sent on to: a path of this site, from whichever form or address it was asked."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from marketplace.people.accounts.models import Account, UserSession
from marketplace.people.accounts.rules import TokenPurpose
from marketplace.web.security import safe_next
from tests import make
from tests.cast import PASSWORD, Cast, code_of
from tests.people.accounts.people import link_of
from tests.web.asking import enter

pytestmark = pytest.mark.long

HOSTILE = [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "/\n/evil.example", "javascript:alert(1)", "data:text/html,x", "http:evil.example", "https:/evil.example", "evil.example",
    "//evil.example@localhost/", "/\\/evil.example", "\x00//evil.example", " //evil.example", "?next=//evil.example", "/\r\nX: 1",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE)
def test_only_a_path_of_this_site_is_followed(target: str) -> None:
    assert safe_next(target, "/aqui") == "/aqui"


@pytest.mark.parametrize("target", ["/", "/p/x-1?variante=2", "/buscar?q=//x", "/cuenta#algo"])
def test_a_path_of_this_site_is(target: str) -> None:
    assert safe_next(target, "/aqui") == target


def stays(location: str | None) -> bool:
    return location is not None and location.startswith("/") and not location.startswith(("//", "/\\"))


@pytest.mark.parametrize("target", HOSTILE)
def test_no_form_leads_away(app: Flask, market: Cast, target: str) -> None:
    goods = make.goods(market)
    visitor: FlaskClient = app.test_client()
    for path, form in (
        ("/envio-a", {"postal_code": "06700"}),
        ("/idioma", {"locale": "es_MX"}),
        ("/comparar/agregar", {"n": str(goods.number), "number": str(goods.number)}),
        ("/entrar", {"email": market.carla.email, "password": PASSWORD}),
    ):
        answer = visitor.post(path, data={**form, "next": target})
        assert answer.status_code == 404 or stays(answer.location), path
    again = visitor.post(f"/confirmar?next={quote(target)}", data={"proof-password": PASSWORD})
    assert stays(again.location)
    assert stays(visitor.get(f"/cuenta/correo/confirmar?next={quote(target)}").location)


@pytest.mark.parametrize("target", HOSTILE[:6])
def test_nor_does_what_is_kept_on_the_way(app: Flask, market: Cast, target: str) -> None:
    half_way = app.test_client()
    half_way.post("/entrar", data={"email": market.alicia.email, "password": PASSWORD, "next": target})
    assert stays(half_way.post("/entrar/segundo-paso", data={"code": code_of(market.alicia)}).location)
    fresh = app.test_client()
    nora = {"name": "Nora Paz", "email": "nora@example.mx", "password": "cuatro palabras bien raras", "next": target}
    fresh.post("/crear-cuenta", data=nora)
    with market.above() as work:
        made = work.session.execute(
            update(Account).where(Account.email == "nora@example.mx").values(name="Nora").returning(Account.account_id)
        ).scalar_one()
    assert stays(fresh.post(f"/enlace/{link_of(market, made, TokenPurpose.VERIFY_EMAIL)}").location)


def test_the_page_before_is_only_believed_when_it_is_ours(app: Flask, market: Cast) -> None:
    browser = app.test_client()
    enter(browser, market.alicia)
    with market.above() as work:
        work.session.execute(update(UserSession).values(proved_at=work.now - timedelta(hours=1)))
    for before in ("https://evil.example/x", "http://localhost//evil.example", "http://localhost@evil.example/"):
        answer = browser.post("/vender/hilos-alpaca/llaves", data={"name": "x"}, headers={"Referer": before})
        onward = answer.location.partition("next=")[2]
        assert answer.location.startswith("/confirmar?")
        assert stays(safe_next(onward, "/cuenta"))
        after = browser.post(answer.location, data={"proof-password": PASSWORD})
        assert stays(after.location)
        with market.above() as work:
            work.session.execute(update(UserSession).values(proved_at=work.now - timedelta(hours=1)))


def test_where_a_form_was_sent_that_shows_nothing_one_comes_back_to_the_page_above(
    browser_client: FlaskClient, market: Cast
) -> None:
    enter(browser_client, market.alicia)
    failed = browser_client.post("/vender/hilos-alpaca/direcciones/dominios", data={"name": "///"})
    assert failed.status_code == 422
    assert 'name="next" value="/vender/hilos-alpaca/direcciones"' in failed.text
    opened = browser_client.get("/vender/hilos-alpaca/direcciones/dominios")
    assert (opened.status_code, opened.location) == (302, "/vender/hilos-alpaca/direcciones")
    assert browser_client.get("/carrito/agregar").location == "/carrito"


def test_what_was_written_when_the_session_ended_is_shown_to_be_sent_again(
    app: Flask, browser_client: FlaskClient, market: Cast
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        form = {"body": "¿Sirve para chal <b>?", "password": "uno dos tres cuatro", "csrf_token": "vieja"}
        answer = browser_client.post("/pedidos/ABCD-1234/mensajes", data=form)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert "¿Sirve para chal &lt;b&gt;?" in answer.text
    assert 'href="/pedidos/ABCD-1234/mensajes"' in answer.text
    assert "uno dos tres" not in answer.text


@pytest.mark.parametrize("path", ["/entrar", "/cuenta/contrasena", "/crear-cuenta"])
def test_no_password_comes_back_on_the_page_of_a_stale_form(
    app: Flask, browser_client: FlaskClient, market: Cast, path: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    secret = "cuatro palabras bien raras"
    names = ("password", "old", "code", "card", "clabe", "secret", "name", "anything")
    try:
        answer = browser_client.post(path, data=dict.fromkeys(names, secret) | {"csrf_token": "vieja"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert secret not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_closed_door_leads_back_into_the_workplace(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.pia)
    answer = browser_client.get("/vender/hilos-alpaca/equipo/permisos/nada")
    assert answer.status_code in (403, 404)
    assert 'href="/vender/hilos-alpaca/equipo"' in answer.text
