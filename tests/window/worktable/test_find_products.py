"""A shop finds its products: by what they are called, by what they have and lack; in an order, with columns, as a view."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from marketplace.goods.catalog.models import Product
from marketplace.goods.catalog.service import pause_product
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of
from tests.window.worktable.table import TABLE, titles


@pytest.fixture
def desk(app: Flask, market: Cast) -> FlaskClient:
    """Alicia's browser, before five products of hers and one of the neighbour's."""
    make.goods(market, title="Madeja Ñandú", price_minor=10_000, pieces=10, sku="MAD-01")
    make.goods(market, title="Aguja de bambú", price_minor=30_000, pieces=2, sku="AGU-05")
    paused = make.goods(market, title="Telar de mesa", price_minor=90_000, pieces=0, sku="TEL-9")
    make.draft(market, title="Borrador sin foto", price_minor=5_000, sku="BOR-1")
    old = make.goods(market, title="Viejo")
    make.goods(market, title="Madeja ajena", shop=market.abedul)
    with market.as_alicia() as work:
        pause_product(work, paused.product_id)
        work.session.execute(
            update(Product).where(Product.id == old.product_id).values(state="archived", gtin="07501055300075")
        )
        work.session.execute(update(Product).where(Product.title == "Aguja de bambú").values(warranty_months=12))
    return client_of(app, market.alicia)


def test_words_keys_filters_and_order_give_what_is_asked_and_nothing_of_others(desk: FlaskClient) -> None:
    everything = ["Borrador sin foto", "Telar de mesa", "Aguja de bambú", "Madeja Ñandú"]
    assert titles(desk) == everything  # the newest first, without the archive
    cases: list[tuple[dict[str, object], list[str]]] = [
        ({"q": "NANDU"}, ["Madeja Ñandú"]),
        ({"q": "agu 05"}, ["Aguja de bambú"]),
        ({"q": "7501055300075", "estado": "archived"}, ["Viejo"]),
        ({"q": "ajena"}, []),
        ({"estado": "paused"}, ["Telar de mesa"]),
        ({"piezas": "ninguna"}, ["Telar de mesa"]),
        ({"piezas": "pocas"}, ["Aguja de bambú"]),
        ({"piezas": "hay", "orden": "titulo"}, ["Aguja de bambú", "Borrador sin foto", "Madeja Ñandú"]),
        ({"desde": "100", "hasta": "$300.00", "orden": "precio"}, ["Madeja Ñandú", "Aguja de bambú"]),
        ({"orden": "-precio"}, ["Telar de mesa", "Aguja de bambú", "Madeja Ñandú", "Borrador sin foto"]),
        ({"orden": "piezas"}, ["Telar de mesa", "Aguja de bambú", "Madeja Ñandú", "Borrador sin foto"]),
        ({"falta": "barras", "estado": "draft"}, ["Borrador sin foto"]),
        ({"falta": ["foto"]}, []),
        ({"garantia": "3", "orden": "-titulo"}, ["Telar de mesa", "Madeja Ñandú", "Borrador sin foto"]),
        ({"categoria": "estambres", "devolucion": "29"}, []),
        ({"estado": "x", "orden": "x", "piezas": "x", "desde": "x", "categoria": "x", "falta": "x"}, everything),
    ]
    for asked, found in cases:
        assert sorted(titles(desk, **asked)) == sorted(found), asked
        if "orden" in asked and asked["orden"] != "piezas":
            assert titles(desk, **asked) == found or asked["orden"] == "x", asked
    assert desk.get(f"{TABLE}?pagina=2").status_code == 404


def test_a_view_keeps_filters_order_and_columns_for_who_made_it(desk: FlaskClient, app: Flask, market: Cast) -> None:
    asked = "piezas=pocas&orden=titulo&ver=precio&ver=barras"
    kept = desk.post(f"{TABLE}/vistas?{asked}", data={"name": "Por surtir"}, follow_redirects=True)
    assert "Quitar la vista “Por surtir”" in kept.text
    assert "Código de barras</th>" in kept.text
    assert 'name="delta"' not in kept.text  # the column of pieces is not among those that were chosen
    again = desk.post(f"{TABLE}/vistas?{asked}", data={"name": "por surtir"})
    assert again.status_code == 422
    assert "Ya tienes una vista con ese nombre." in again.text
    pia = client_of(app, market.pia)
    assert "Por surtir" not in pia.get(TABLE).text
    path = kept.text.partition("/productos/vistas/")[2].partition("/quitar")[0]
    assert pia.post(f"{TABLE}/vistas/{path}/quitar").status_code == 404
    assert "Por surtir" in desk.get(TABLE).text
    assert desk.post(f"{TABLE}/vistas/{path}/quitar").status_code == 302
    assert "Por surtir" not in desk.get(TABLE).text.replace("Quitamos la vista", "")
