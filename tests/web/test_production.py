"""The app as real people are served: cookies that stay where they belong, https for ever, no demo parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from tests.cast import PASSWORD, Cast

BASE = "https://mercado.example.mx"


@pytest.fixture
def browser(another_app: Callable[..., Flask], market: Cast) -> FlaskClient:
    """A browser at a market in production; forms carry tokens there."""
    app = another_app(
        profile="production",
        base_url=BASE,
        market_domain="",
        dns="system",
        mail="smtp",
        secret_key=SecretStr("a key of production of more than 32 characters"),
    )
    return app.test_client()


def get(browser: FlaskClient, path: str) -> Any:
    return browser.get(path, base_url=BASE)


def enter(browser: FlaskClient, market: Cast) -> Any:
    form = {"email": market.carla.email, "password": PASSWORD}
    return browser.post("/entrar", data=form, base_url=BASE, headers={"Origin": BASE})


def test_every_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts(browser: FlaskClient, market: Cast) -> None:
    chosen = browser.post("/envio-a", data={"postal_code": "06700"}, base_url=BASE, headers={"Origin": BASE})
    answer = enter(browser, market)
    assert answer.status_code == 302
    cookies = [*answer.headers.getlist("Set-Cookie"), *chosen.headers.getlist("Set-Cookie")]
    assert {cookie.split("=")[0] for cookie in cookies} == {
        "__Host-tianguis", "__Host-tianguis-browser", "__Host-tianguis-cart", "__Host-tianguis-place",
    }  # fmt: skip
    for cookie in cookies:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
        assert not any(part.startswith("domain=") for part in parts)
    assert get(browser, "/cuenta").status_code == 200


def test_https_is_promised_for_a_year_with_every_answer(browser: FlaskClient) -> None:
    style = get(browser, "/").text.split('href="/static/')[1].split('"')[0]
    for path in ("/", "/no-existe", "/api/v1/products", "/salud/viva", f"/static/{style}"):
        answer = get(browser, path)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", path
        answer.close()  # a static file


def test_the_demo_markets_mailbox_and_codes_are_not_shown(browser: FlaskClient) -> None:
    assert get(browser, "/buzon").status_code == 404


def test_a_machines_own_names_are_not_the_market(browser: FlaskClient) -> None:
    assert browser.get("/", base_url="https://localhost").status_code == 421
    assert browser.get("/", base_url="https://127.0.0.1").status_code == 421


def test_a_form_sent_without_its_token_or_from_elsewhere_is_refused(browser: FlaskClient, market: Cast) -> None:
    form = {"email": market.carla.email, "password": PASSWORD}
    assert browser.post("/entrar", data=form, base_url=BASE).status_code == 400
    elsewhere = {"Origin": "https://evil.example"}
    assert browser.post("/entrar", data=form, base_url=BASE, headers=elsewhere).status_code == 400
    browser.post("/idioma", data={"locale": "es_MX"}, base_url=BASE, headers={"Origin": BASE})  # it has a session now
    token = get(browser, "/entrar").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    foreign = {"Referer": "https://evil.example/entrar"}
    answer = browser.post("/entrar", data={**form, "csrf_token": token}, base_url=BASE, headers=foreign)
    assert answer.status_code == 400
