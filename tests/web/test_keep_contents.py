"""What a page shows is written once for all who see the same, whoever they are; what differs is each reader's own."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.goods.catalog import set_price
from marketplace.web import kept_contents
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which templates were written for a content, in order."""
    done: list[str] = []
    write = kept_contents.page

    def note(template: str, **values: object) -> str:
        done.append(template)
        return write(template, **values)

    monkeypatch.setattr(kept_contents, "page", note)
    return done


@pytest.fixture
def yarn(market: Cast) -> make.Goods:
    return make.goods(market, title="Estambre azul", price_minor=20_000, pieces=3)


def path_of(goods: make.Goods) -> str:
    return f"/p/estambre-azul-{goods.number}"


def tokens_in(page: str) -> set[str]:
    return set(re.findall(r'name="csrf_token" value="([^"]*)"', page))


def test_two_people_get_what_was_written_once_with_tokens_of_their_own(
    app: Flask, market: Cast, yarn: make.Goods, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    carla, diego = client_of(app, market.carla), client_of(app, market.diego)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    hers, his = carla.get(path_of(yarn)).text, diego.get(path_of(yarn)).text
    assert len(written) == len(set(written)) == 3
    assert "Carla" in hers
    assert "Carla" not in his
    assert len(tokens_in(hers)) == len(tokens_in(his)) == 1
    assert tokens_in(hers) != tokens_in(his)
    assert kept_contents._OWN not in hers + his


def test_what_changed_is_shown_at_once(app: Flask, market: Cast, yarn: make.Goods) -> None:
    carla = client_of(app, market.carla)
    assert 'price big">$200.00' in carla.get(path_of(yarn)).text
    with market.as_alicia() as work:
        set_price(work, yarn.product_id, yarn.variant_id, price_minor=21_000, seen_minor=20_000)
    assert 'price big">$210.00' in carla.get(path_of(yarn)).text


def test_what_one_compares_shows_on_no_page_of_another(app: Flask, market: Cast, yarn: make.Goods) -> None:
    carla, diego = client_of(app, market.carla), client_of(app, market.diego)
    carla.post("/comparar/agregar", data={"number": yarn.number, "next": path_of(yarn)})
    assert "Quitar de la comparación" in carla.get(path_of(yarn)).text
    assert "Quitar de la comparación" not in diego.get(path_of(yarn)).text
    carla.post("/comparar/nota", data={"number": yarn.number, "note": "Para el suéter"})
    table = f"/comparar?n={yarn.number}"
    assert "Para el suéter" in carla.get(table).text
    diego.post("/comparar/agregar", data={"number": yarn.number, "next": path_of(yarn)})
    assert "Para el suéter" not in diego.get(table).text


def test_a_place_a_language_and_being_nobody_have_contents_of_their_own(
    app: Flask, market: Cast, yarn: make.Goods
) -> None:
    carla, diego, nobody = client_of(app, market.carla), client_of(app, market.diego), app.test_client()
    for client in (carla, nobody):
        client.post("/envio-a", data={"postal_code": "97000"})
    assert "puesto en 97000" in carla.get(path_of(yarn)).text
    assert "puesto en" not in diego.get(path_of(yarn)).text
    assert 'id="price"' in carla.get(path_of(yarn)).text  # whom to write to about a price is known
    assert 'id="price"' not in nobody.get(path_of(yarn)).text
    assert "Add to cart" in diego.get(f"{path_of(yarn)}?idioma=en").text


def test_only_so_much_is_kept(
    app: Flask, market: Cast, yarn: make.Goods, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_contents, "MOST", 3)
    client: FlaskClient = client_of(app, market.carla)
    for path in (path_of(yarn), f"{path_of(yarn)}?x=1", path_of(yarn)):
        client.get(path)
    assert len(written) == 9
