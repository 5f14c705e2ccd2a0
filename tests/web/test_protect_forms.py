"""Forms come from our own pages: by their token, or, where nobody is signed in, by what the browser itself says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.web.asking import enter

OURS = {"Sec-Fetch-Site": "same-origin"}
FORM = {"postal_code": "06700"}


@pytest.fixture
def protected(app: Flask) -> Iterator[Flask]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def written(page: str) -> dict[str, str]:
    """The token of a page."""
    return dict(re.findall(r'name="(csrf_token)" value="([^"]*)"', page))


def has_place(client: FlaskClient) -> bool:
    return client.get_cookie("tianguis-place") is not None


@pytest.mark.parametrize("path", ["/", "/buscar?q=x", "/envio-a", "/entrar", "/carrito", "/comparar", "/tarifas"])
def test_a_page_that_is_read_begins_no_session_and_carries_no_token(protected: Flask, market: Cast, path: str) -> None:
    client = protected.test_client()
    page = client.get(path)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert 'name="csrf_token" value=""' in page.text


@pytest.mark.parametrize("said", [OURS, {"Origin": "http://localhost"}])
def test_a_strangers_form_is_taken_where_the_browser_says_that_it_is_ours(
    protected: Flask, market: Cast, said: dict[str, str]
) -> None:
    client = protected.test_client()
    assert client.post("/envio-a", data=FORM, headers=said).status_code == 302
    assert has_place(client)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Referer": "http://localhost/envio-a"},
    ],
)
def test_and_nowhere_else(protected: Flask, market: Cast, said: dict[str, str]) -> None:
    client = protected.test_client()
    assert client.post("/envio-a", data=FORM, headers=said).status_code == 400
    assert not has_place(client)


def test_who_has_a_session_sends_what_an_earlier_page_had_no_token_for(protected: Flask, market: Cast) -> None:
    client = protected.test_client()
    client.post("/idioma", data={"locale": "es_MX"}, headers=OURS)
    assert 'name="csrf_token" value=""' not in client.get("/envio-a").text
    assert client.post("/envio-a", data=FORM, headers=OURS).status_code == 302


def test_who_is_signed_in_needs_the_token_too(app: Flask, market: Cast) -> None:
    client = app.test_client()
    enter(client, market.carla)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert client.post("/envio-a", data=FORM, headers=OURS).status_code == 400
        assert not has_place(client)
        fields = written(client.get("/envio-a").text)
        assert client.post("/envio-a", data={**fields, **FORM}, headers=OURS).status_code == 302
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_an_old_browser_that_says_nothing_gets_the_token_when_it_loads_the_page_again(
    protected: Flask, market: Cast
) -> None:
    client = protected.test_client()
    refused = client.post("/envio-a", data=FORM)
    assert refused.status_code == 400
    assert "recárgala" in refused.text
    token = written(client.get("/envio-a").text)
    assert client.post("/envio-a", data={**token, **FORM}).status_code == 302
