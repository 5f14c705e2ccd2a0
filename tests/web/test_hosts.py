"""Where a request arrives: the market, a shop's host, or nowhere; and what each of them serves."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.kernel.settings import Settings
from marketplace.window.storefront.cards import KeptCards
from tests import make
from tests.cast import Cast
from tests.installation import put_settings, site_of
from tests.web.asking import enter

SHOP = {"Host": "hilos-alpaca.tianguis.localhost:8000"}


def test_a_shops_host_shows_the_shop_without_forms_or_cookies(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    front = browser_client.get("/", headers=SHOP)
    assert "Teñimos en ollas pequeñas" in front.text
    assert f"-{goods.number}" in front.text
    product = browser_client.get(f"/p/estambre-de-alpaca-nube-{goods.number}", headers=SHOP)
    assert f"http://127.0.0.1:8000/p/estambre-de-alpaca-nube-{goods.number}?variante=" in product.text
    for page in (front, product):
        assert "<form" not in page.text
        assert "Set-Cookie" not in page.headers
        assert "http://127.0.0.1:8000/" in page.text.split('rel="canonical" href="')[1].split('"')[0]


def test_a_cookie_of_the_market_means_nothing_at_a_shops_host(app: Flask, market: Cast) -> None:
    browser = app.test_client()
    enter(browser, market.alicia)
    cookie = browser.get_cookie("tianguis")
    assert cookie is not None
    assert cookie.origin_only
    sent = {"Cookie": f"tianguis={cookie.value}"}
    visitor = app.test_client(use_cookies=False)
    assert "Alicia" in visitor.get("/", headers=sent).text
    answer = visitor.get("/cuenta", headers={**SHOP, **sent})
    assert (answer.status_code, answer.location) == (302, "http://127.0.0.1:8000/cuenta")
    assert "Set-Cookie" not in answer.headers


def test_what_needs_somebody_leads_to_the_market(browser_client: FlaskClient, market: Cast) -> None:
    for path in ("/carrito", "/entrar?next=/p/x-1", "/buscar?q=a", "/vender/hilos-alpaca/", "/no-existe"):
        answer = browser_client.get(path, headers=SHOP)
        assert (answer.status_code, answer.location) == (302, f"http://127.0.0.1:8000{path}")
    assert browser_client.get("/tienda/hilos-alpaca", headers=SHOP).location == "/"


def test_another_shops_goods_are_not_shown_there(browser_client: FlaskClient, market: Cast) -> None:
    theirs = make.goods(market, shop=market.abedul, title="Martillo de uña")
    answer = browser_client.get(f"/p/martillo-de-una-{theirs.number}", headers=SHOP)
    assert (answer.status_code, answer.location) == (
        302,
        f"http://127.0.0.1:8000/p/martillo-de-una-{theirs.number}",
    )
    assert "Martillo" not in browser_client.get("/", headers=SHOP).text


def test_no_form_is_taken_at_a_shops_host(browser_client: FlaskClient, market: Cast) -> None:
    assert browser_client.post("/carrito/agregar", data={"number": 1}, headers=SHOP).status_code == 405
    assert browser_client.post("/entrar", headers=SHOP).status_code == 405


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 421),
        ("nadie.tianguis.localhost", 421),
        ("a.hilos-alpaca.tianguis.localhost", 421),
        ("hilos-alpaca", 421),
        ("tianguis.localhost.evil.example", 421),
        ("localhost@evil.example", 400),
        ("evil.example/x", 400),
        ("", 400),
        ("hilos alpaca.mx", 400),
    ],
)
def test_a_host_where_nobody_lives(browser_client: FlaskClient, market: Cast, host: str, status: int) -> None:
    answer = browser_client.get("/", headers={"Host": host})
    assert answer.status_code == status
    assert "Set-Cookie" not in answer.headers
    assert "evil.example" not in answer.text
    assert browser_client.post("/entrar", data={}, headers={"Host": host}).status_code == status


def test_a_forged_host_changes_no_link_in_a_letter(browser_client: FlaskClient, market: Cast) -> None:
    answer = browser_client.get("/", headers={"Host": "localhost", "X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


def test_a_load_balancer_may_ask_by_number(browser_client: FlaskClient, market: Cast) -> None:
    assert browser_client.get("/salud/viva", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize(
    ("domain", "status"),
    [("hilos-alpaca.tianguis.localhost", 200), ("nadie.tianguis.localhost", 404), ("evil.example", 404), ("", 404)],
)
def test_a_proxy_asks_before_it_gets_a_certificate(
    browser_client: FlaskClient, market: Cast, domain: str, status: int
) -> None:
    assert browser_client.get(f"/salud/dominio?domain={domain}").status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},  # a shop's subdomain
        {"Origin": "https://evil.example"},
        {"Origin": "http://hilos-alpaca.tianguis.localhost"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_elsewhere_is_refused(browser_client: FlaskClient, market: Cast, headers: dict[str, str]) -> None:
    answer = browser_client.post("/envio-a", data={"postal_code": "06700"}, headers=headers)
    assert answer.status_code == 400
    assert "desde otro sitio" in answer.text
    with browser_client.session_transaction() as stored:
        assert "place" not in stored


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}]
)
def test_a_form_of_our_own_is_taken(browser_client: FlaskClient, market: Cast, headers: dict[str, str]) -> None:
    assert browser_client.post("/envio-a", data={"postal_code": "06700"}, headers=headers).status_code == 302


def test_a_key_needs_no_form_token(app: Flask, browser_client: FlaskClient, market: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = browser_client.post(
            "/api/v1/orders/AAAA-AAAA/shipment", json={}, headers={"Authorization": "Bearer x"}
        )
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 401


def test_pictures_may_live_at_a_host_of_their_own(
    app: Flask, browser_client: FlaskClient, market: Cast, settings: Settings
) -> None:
    apart = settings.model_copy(update={"media_url": "https://fotos.example.mx"})
    put_settings(app, apart)
    site_of(app).part(KeptCards).clear()
    try:
        make.goods(market)
        assert "https://fotos.example.mx/media/p/" in browser_client.get("/").text
        there = {"Host": "fotos.example.mx"}
        assert browser_client.get("/", headers=there).status_code == 421
        assert browser_client.get("/media/p/00/" + "0" * 30 + "-400.webp", headers=there).status_code == 404
    finally:
        put_settings(app, settings)
        site_of(app).part(KeptCards).clear()


def test_production_refuses_a_pretended_dns() -> None:
    with pytest.raises(ValueError, match=r"(?s)TIANGUIS_MARKET_DOMAIN.*TIANGUIS_DNS"):
        Settings(profile="production")
