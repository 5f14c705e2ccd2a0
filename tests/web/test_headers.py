"""What every answer carries, errors included: strict policies, no secrets, and forms that only their own pages can send."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.kernel.settings import Settings
from tests.cast import PASSWORD, Cast


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/no-existe",
        "/vender/hilos-alpaca/",
        "/api/v1/products",
        "/api/v1/nada",
        "/salud/viva",
        "/media/x.webp",
        "/static/tianguis.css",
    ],
)
def test_every_answer_carries_the_security_headers(browser_client: FlaskClient, market: Cast, path: str) -> None:
    answer = browser_client.get(path)
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "origin" in headers["Referrer-Policy"]
    assert "Access-Control-Allow-Origin" not in headers
    assert "Server" not in headers or "werkzeug" not in headers["Server"].lower()
    answer.close()  # a static file


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "BREW", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/entrar", "/vender/hilos-alpaca/", "/salud/viva", "/api/v1/products"])
def test_methods_that_a_door_does_not_know_are_refused(
    browser_client: FlaskClient, market: Cast, method: str, path: str
) -> None:
    answer = browser_client.open(path, method=method, headers={"X-Secret": "ZZ-ECO", "Cookie": "x=ZZ-ECO"})
    assert answer.status_code == 405
    assert "ZZ-ECO" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_form_without_its_token_is_refused(app: Flask, browser_client: FlaskClient, market: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = browser_client.post("/envio-a", data={"postal_code": "06700"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert "llevaba mucho tiempo abierta" in answer.text


def test_signed_in_pages_are_not_kept_by_caches(browser_client: FlaskClient, market: Cast) -> None:
    browser_client.post("/entrar", data={"email": market.carla.email, "password": PASSWORD})
    assert browser_client.get("/cuenta").headers["Cache-Control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts(browser_client: FlaskClient, market: Cast) -> None:
    answer = browser_client.post("/entrar", data={"email": market.carla.email, "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_on_to_another_site(browser_client: FlaskClient, market: Cast, target: str) -> None:
    answer = browser_client.post("/entrar", data={"email": market.carla.email, "password": PASSWORD, "next": target})
    assert answer.location == "/"


def test_production_refuses_demo_parts_and_says_which() -> None:
    with pytest.raises(ValueError, match=r"(?s)TIANGUIS_SECRET_KEY.*DATABASE_URL.*twin.*smtp.*https"):
        Settings(profile="production")


def test_leaving_ends_the_session_in_the_database(browser_client: FlaskClient, market: Cast) -> None:
    browser_client.post("/entrar", data={"email": market.carla.email, "password": PASSWORD})
    with browser_client.session_transaction() as stored:
        kept = dict(stored)
    browser_client.post("/salir")
    with browser_client.session_transaction() as stored:
        stored.update(kept)
    assert browser_client.get("/cuenta").status_code == 302


def test_english_is_complete_on_the_home_page(app: Flask, market: Cast) -> None:
    english = app.test_client().get("/", headers={"Accept-Language": "en"}).text
    assert '<html lang="en">' in english
    assert "Cada puesto es de quien lo atiende" not in english
