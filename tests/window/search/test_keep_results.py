"""Results that were written for somebody are given to the next reader, with what is that reader's own and what is so now."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.app import settings_of
from marketplace.web import kept_contents
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of

PAGE = "/buscar?q=estambre"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts of results that were written."""
    found: list[str] = []
    page = kept_contents.page

    def noted(template: str, **values: object) -> str:
        if template.endswith("found.html"):
            found.append(template)
        return page(template, **values)

    monkeypatch.setattr(kept_contents, "page", noted)
    return found


@pytest.fixture
def protected(app: Flask) -> Iterator[Flask]:
    """An app whose forms carry tokens; who is signed in was so before."""
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def follow(app: Flask) -> None:
    """Let the search index say what the database does."""
    rebuild(Index(settings_of(app).search_dir))


def tokens(page: str) -> set[str]:
    return set(re.findall(r'name="csrf_token" value="([^"]*)"', page))


def begun(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.post("/idioma", data={"locale": "es_MX"})
    return client


def test_they_are_written_once_for_all_who_see_the_same(app: Flask, market: Cast, written: list[str]) -> None:
    make.goods(market, title="Estambre azul")
    follow(app)
    first, second = begun(app).get(PAGE).text, begun(app).get(PAGE).text
    assert "Estambre azul" in second
    assert len(written) == 1
    assert re.sub(r'value="[^"]{60,}"', "", first) == re.sub(r'value="[^"]{60,}"', "", second)


def test_each_readers_forms_carry_their_own_token(protected: Flask, market: Cast, written: list[str]) -> None:
    make.goods(market, title="Estambre azul")
    follow(protected)
    carla, diego = client_of(protected, market.carla), client_of(protected, market.diego)
    protected.config["WTF_CSRF_ENABLED"] = True
    hers, his = carla.get(PAGE).text, diego.get(PAGE).text
    assert len(written) == 1
    assert len(tokens(hers)) == len(tokens(his)) == 1  # in all forms of a page the same
    assert tokens(hers).isdisjoint(tokens(his))
    assert "\0" not in hers + his
    (token,) = tokens(his)
    answer = diego.post("/comparar/agregar", data={"number": "1", "csrf_token": token})
    assert answer.status_code != 400


def test_who_is_signed_in_may_follow_a_search_and_others_are_led_to_sign_in(
    app: Flask, market: Cast, written: list[str]
) -> None:
    make.goods(market, title="Estambre azul")
    follow(app)
    assert "Avísame de lo nuevo" in client_of(app, market.carla).get(PAGE).text
    assert "Entra para que te avisemos" in begun(app).get(PAGE).text
    assert len(written) == 2


def test_what_changed_since_is_written_anew(app: Flask, market: Cast, written: list[str]) -> None:
    goods = make.goods(market, title="Estambre azul", price_minor=20_000, pieces=2)
    follow(app)
    reader = begun(app)
    assert "$200" in reader.get(PAGE).text
    make.place(market, [make.line(goods, 2)])
    assert "Agotado" in reader.get(PAGE).text
    assert len(written) == 2


def test_what_one_compares_is_not_ticked_for_another(app: Flask, market: Cast, written: list[str]) -> None:
    goods = make.goods(market, title="Estambre azul")
    follow(app)
    one, other = begun(app), begun(app)
    one.post("/comparar/agregar", data={"number": goods.number})
    assert 'aria-checked="true"' in one.get(PAGE).text
    assert 'aria-checked="true"' not in other.get(PAGE).text
