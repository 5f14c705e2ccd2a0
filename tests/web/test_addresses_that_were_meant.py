"""An address with a slash or in capitals leads where it was meant; a page past the end of a list is nowhere, with a way back."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.cast import Cast
from tests.web.asking import enter


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/tienda/hilos-alpaca/", "/tienda/hilos-alpaca"), ("/tienda/Hilos-Alpaca", "/tienda/hilos-alpaca"),
        ("/TIENDA/HILOS-ALPACA/", "/tienda/hilos-alpaca"), ("/c/estambres/", "/c/estambres"), ("/C/Estambres", "/c/estambres"),
        ("/Buscar?q=Algodón", "/buscar?q=Algod%C3%B3n"),
        ("/carrito/", "/carrito"), ("/entrar/?next=/cuenta", "/entrar?next=/cuenta"),
        ("/tarifas///", "/tarifas"),
    ],
)  # fmt: skip
def test_it_leads_there_for_good(browser_client: FlaskClient, market: Cast, typed: str, meant: str) -> None:
    make.goods(market)
    answer = browser_client.get(typed)
    assert (answer.status_code, answer.location) == (301, meant)
    assert browser_client.get(typed, follow_redirects=True).status_code == 200
    assert browser_client.head(typed).status_code == 301


@pytest.mark.parametrize(
    "typed",
    [
        "/tienda/no-hay/",
        "/No-Hay",
        "/evil.example//",
        "/enlace/ABC/",
        "/p/X-999999",
        "/c/Ninguna/",
        "/tienda/ÑANDÚ",
    ],
)
def test_what_is_nowhere_stays_nowhere(browser_client: FlaskClient, market: Cast, typed: str) -> None:
    answer = browser_client.get(typed, follow_redirects=True)
    assert answer.status_code == 404


def test_no_secret_is_written_small(browser_client: FlaskClient, market: Cast) -> None:
    for path in ("/compra/AAAA-AAAA/enlace/Xy", "/enlace/Xy", "/invitacion/Xy", "/lo-que-sigo/sin-cartas/Xy"):
        assert "xy" not in (browser_client.get(path).location or "")


def test_a_form_is_led_nowhere(browser_client: FlaskClient, market: Cast) -> None:
    assert browser_client.post("/carrito/agregar/", data={"number": 1}).status_code == 404


def test_a_workplace_leads_without_its_slash_too(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    answer = browser_client.get("/vender/hilos-alpaca/productos/?q=a")
    assert (answer.status_code, answer.location) == (301, "/vender/hilos-alpaca/productos?q=a")


LISTS = ["productos", "pedidos", "devoluciones", "garantias", "mensajes", "actividad", "decisiones", "como-apareces"]


@pytest.mark.parametrize("path", LISTS)
def test_no_list_of_a_workplace_goes_past_its_end(browser_client: FlaskClient, market: Cast, path: str) -> None:
    make.goods(market)
    enter(browser_client, market.alicia)
    shop = f"/vender/hilos-alpaca/{path}"
    assert browser_client.get(shop).status_code == 200
    answer = browser_client.get(f"{shop}?q=a&pagina=99")
    assert answer.status_code == 404
    assert "Esta lista termina en la página 1." in answer.text
    assert f'href="{shop}?q=a"' in answer.text


@pytest.mark.parametrize("path", ["/c/estambres", "/buscar?q=estambre", "/tienda/hilos-alpaca"])
def test_nor_does_a_public_one_which_search_engines_would_keep(
    app: Flask, browser_client: FlaskClient, market: Cast, path: str
) -> None:
    make.goods(market)
    mark = "&" if "?" in path else "?"
    assert browser_client.get(path).status_code == 200
    for number in ("99", "1000000000", "10000"):
        answer = browser_client.get(f"{path}{mark}pagina={number}")
        assert answer.status_code == 404
        assert f'href="{path}"' in answer.text.replace("&amp;", "&")


@pytest.mark.parametrize("number", ["0", "-5", "x", "1e3", "²", "", "1", "9" * 5000])
def test_what_is_no_number_is_the_first_page(browser_client: FlaskClient, market: Cast, number: str) -> None:
    make.goods(market)
    assert browser_client.get("/c/estambres", query_string={"pagina": number}).status_code == 200
