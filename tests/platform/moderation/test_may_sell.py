"""¿Puedo vender esto aquí?: what is known before anything is written, by anybody; it decides nothing and keeps nothing."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.goods.catalog import CATEGORIES
from marketplace.platform.moderation.selling import suggest_categories
from tests.cast import Cast
from tests.web.asking import client_of

ASK = "/puedo-vender"
NO_DECISION = "Esto no es una decisión"


def words(client: FlaskClient, asked: str = "", path: str = ASK) -> str:
    """The page as it is read."""
    answer = client.get(path + asked)
    assert answer.status_code == 200, answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", answer.text.split("<main")[1])).split())


@pytest.fixture
def stranger(app: Flask, market: Cast) -> FlaskClient:
    return app.test_client()


def test_before_anything_is_asked_nothing_is_answered(stranger: FlaskClient) -> None:
    assert NO_DECISION not in words(stranger)


def test_what_the_rules_forbid_is_said_with_its_rule_and_its_law(stranger: FlaskClient) -> None:
    said = words(stranger, "?que=Cigarro+electr%C3%B3nico+de+mango")
    assert "Encontró “cigarro electronico”" in said
    assert "LGS art. 282 quater" in said
    assert "No se puede vender aquí." in said.split("Las reglas de lo que se publica")[0]
    assert NO_DECISION in said


def test_where_nothing_is_found_it_says_that_it_does_not_know_everything(stranger: FlaskClient) -> None:
    said = words(stranger, "?que=Estambre+de+lana")
    assert "no encontramos nada que las reglas prohíban. No las conocemos todas" in said
    assert "Encontró" not in said
    assert "No se puede vender aquí." in said  # among all the rules


def test_a_category_says_what_it_asks_and_what_is_taken(stranger: FlaskClient) -> None:
    said = words(stranger, "?que=licuadora+de+vaso&categoria=licuadoras")
    assert "La pide la LFPC (art. 19)" in said
    assert "16 %" in said
    assert "LIVA art. 1" in said
    assert re.search(r"Comisión \d+(\.\d+)? % de una pieza de \$500\.00 \(tarifa v\d+, regla \d+\)", said)
    page = stranger.get(f"{ASK}?categoria=licuadoras").text
    assert 'href="/tarifas?categoria=licuadoras"' in page
    assert "No escribiste qué es" in page


def test_of_books_and_yarn_it_says_other_things(stranger: FlaskClient) -> None:
    assert "De esta categoría no sabemos que se pida." in words(stranger, "?categoria=estambres")
    book = next(code for code, one in CATEGORIES.items() if one.goods == "book")
    leaf = next(code for code, one in CATEGORIES.items() if book in one.path and code != book)
    assert CATEGORIES[book].article in words(stranger, f"?categoria={leaf}")


def test_words_alone_lead_to_categories_and_unknown_ones_to_none(stranger: FlaskClient) -> None:
    page = stranger.get(f"{ASK}?que=licuadora+roja").text
    assert f'href="{ASK}?que=licuadora+roja&amp;categoria=licuadoras"' in page
    assert "No encontramos una con esas palabras" in words(stranger, "?que=zzzz")
    assert suggest_categories("zzzz") == []
    assert suggest_categories("blenders")[0].code == "licuadoras"


def test_who_reviews_it_and_until_when_is_said(stranger: FlaskClient) -> None:
    assert "Una persona de Tianguis, en 1 día hábil. Si lo enviaras ahora, a más tardar el" in words(stranger, "?que=x")


@pytest.mark.parametrize(
    "asked",
    [
        "?que=a%00b&categoria=%00",
        "?que=%3Cscript%3Ealert(1)%3C/script%3E",
        "?categoria=hogar",
        "?categoria=nada",
        f"?que={'x' * 5_000}",
    ],
)
def test_odd_questions_are_answered_and_no_code(stranger: FlaskClient, asked: str) -> None:
    answer = stranger.get(ASK + asked)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_member_asks_in_their_shop_by_the_plan_it_has(app: Flask, market: Cast) -> None:
    path = "/vender/hilos-alpaca/puedo-vender"
    said = words(client_of(app, market.pia), "?que=vapeador&categoria=estambres", path)
    assert "Encontró “vapeador”" in said
    assert "Comisión" in said
    assert client_of(app, market.bruno).get(path).status_code == 404


def test_it_is_found_from_where_shops_are_opened_and_rules_are_read(app: Flask, market: Cast) -> None:
    assert f'href="{ASK}"' in client_of(app, market.carla).get("/abre-tu-tienda").text
    assert f'href="{ASK}"' in app.test_client().get("/reglas").text
    page = client_of(app, market.alicia).get("/vender/hilos-alpaca/productos/nuevo").text
    assert 'href="/vender/hilos-alpaca/puedo-vender"' in page
