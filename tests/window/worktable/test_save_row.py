"""A cell is changed where it stands: from what was seen, with its own error, and nothing of a row is half saved."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.goods.catalog.models import Variant
from marketplace.goods.catalog.variants import set_price
from marketplace.goods.inventory.models import StockMovement
from marketplace.goods.inventory.service import set_stock
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of
from tests.window.worktable.table import TABLE, prices, row, states


@pytest.fixture
def desk(app: Flask, market: Cast) -> FlaskClient:
    """Alicia's browser."""
    return client_of(app, market.alicia)


def skus(market: Cast) -> list[str]:
    with market.above() as work:
        return list(work.session.scalars(select(Variant.sku).order_by(Variant.sku)))


def test_price_key_and_pieces_are_saved_together_and_lead_back_to_the_same_table(
    desk: FlaskClient, market: Cast
) -> None:
    goods = make.goods(market, sku="A-1")
    typed = row(desk, goods, price="$215.50", sku="A-2", delta="+5", reason="arrived")
    answer = desk.post(f"{TABLE}/{goods.product_id}/fila?q=nube&pagina=1", data=typed)
    assert (answer.status_code, answer.location) == (302, f"{TABLE}?q=nube"), answer.text
    assert prices(market) == {goods_title(): 21_550}
    assert make.stock(market, goods) == (15, 0)
    assert skus(market) == ["A-2"]
    with market.above() as work:
        latest = work.session.scalars(select(StockMovement).order_by(StockMovement.at.desc())).all()[0]
        assert (latest.delta, latest.subject) == (5, "reason:arrived")
    assert "(Llegaron más)" in desk.get("/vender/hilos-alpaca/actividad").text


def goods_title() -> str:
    return make.YARN.title


def test_what_cannot_be_is_said_at_its_cell_and_nothing_of_the_row_is_saved(desk: FlaskClient, market: Cast) -> None:
    goods, _other = make.goods(market, sku="A-1"), make.goods(market, title="Otro", sku="B-1")
    before = (prices(market), skus(market))
    with market.above() as work:
        moved = work.session.scalar(select(func.count()).select_from(StockMovement))
    for typed, told in (
        ({"price": "gratis", "sku": "A-9"}, "Escribe una cantidad en pesos"),
        ({"price": "0"}, "Escribe un precio de un centavo"),
        ({"price": "300", "sku": "B-1"}, "Ya usas esta clave en otro producto: B-1."),
        ({"price": "300", "sku": ""}, "Falta este dato."),
        ({"price": "300", "delta": "-11", "reason": "gone"}, "No puedes quitar más de las que hay: 10."),
        ({"price": "300", "delta": "3"}, "Elige por qué."),
        ({"price": "300", "delta": "1.5", "reason": "counted"}, "Escribe un número entero"),
        ({"price": "1"}, "Si así lo quieres, guarda otra vez."),
    ):
        answer = desk.post(f"{TABLE}/{goods.product_id}/fila", data=row(desk, goods, **typed))
        assert answer.status_code == 422, typed
        assert told in answer.text, typed
        for name, value in typed.items():
            assert f'name="{name}"' in answer.text
            assert value in answer.text
    assert (prices(market), skus(market)) == before
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(StockMovement)) == moved


def test_a_cell_that_is_older_than_what_it_changes_says_both_values(desk: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, sku="A-1")
    old = row(desk, goods, price="250", sku="A-9", delta="2", reason="counted")
    paused = {"to": "paused", "seen": "published"}
    with market.as_alicia() as work:
        set_price(work, goods.product_id, goods.variant_id, price_minor=23_000, seen_minor=20_000)
        set_stock(work, goods.variant_id, on_hand=8, seen=10)
    answer = desk.post(f"{TABLE}/{goods.product_id}/fila", data=old)
    assert answer.status_code == 409
    assert "Viste $200.00 y ahora son $230.00." in answer.text
    assert prices(market) == {goods_title(): 23_000}
    pieces = desk.post(f"{TABLE}/{goods.product_id}/fila", data={**old, "price": "230", "seen_price": "23000"})
    assert pieces.status_code == 409
    assert "Viste 10 y ahora hay 8" in pieces.text
    assert make.stock(market, goods) == (8, 0)
    assert skus(market) == ["A-1"]
    assert desk.post(f"{TABLE}/{goods.product_id}/turno", data=paused).status_code == 302
    again = desk.post(f"{TABLE}/{goods.product_id}/turno", data=paused)
    assert again.status_code == 409
    assert "Lo viste en “A la venta” y ahora está en “En pausa”." in again.text
    assert desk.post(f"{TABLE}/{goods.product_id}/turno", data={"to": "published", "seen": "paused"}).status_code == 302
    assert set(states(market).values()) == {"published"}


def test_who_packs_counts_and_does_not_price_and_neighbours_find_nothing(
    app: Flask, market: Cast, desk: FlaskClient
) -> None:
    goods = make.goods(market, sku="A-1")
    pia, typed = client_of(app, market.pia), row(desk, goods, price="1000", delta="-1", reason="damaged")
    assert 'name="price"' not in pia.get(TABLE).text
    assert pia.post(f"{TABLE}/{goods.product_id}/fila", data=typed).status_code == 403
    assert pia.post(f"{TABLE}/{goods.product_id}/existencias", data=typed).status_code == 302
    assert make.stock(market, goods) == (9, 0)
    theirs = make.goods(market, shop=market.abedul, title="Ajeno")
    for path, data in (
        (f"{TABLE}/{theirs.product_id}/fila", {**typed, "variant": theirs.variant_id}),
        (f"{TABLE}/{goods.product_id}/fila", {**typed, "variant": theirs.variant_id, "delta": ""}),
        (f"{TABLE}/{theirs.product_id}/turno", {"to": "paused", "seen": "published"}),
    ):
        assert desk.post(path, data=data).status_code == 404, path
    assert prices(market) == {goods_title(): 20_000, "Ajeno": 20_000}
    assert set(states(market).values()) == {"published"}
