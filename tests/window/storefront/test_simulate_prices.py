"""A shop's own simulator: what pieces earn by costs that nobody else sees, lists as files, and the API."""

from __future__ import annotations

import csv
import html
import io
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog import set_costs
from marketplace.goods.catalog.errors import NoSuchVariant
from marketplace.goods.catalog.models import Variant, VariantCost
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine
from marketplace.platform.channels import service as channels
from marketplace.window.storefront.price_lists import MOST_ROWS
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of, product_form

PRICES = "/vender/hilos-alpaca/precios"


def costs(market: Cast) -> list[int]:
    with market.above() as work:
        return list(work.session.scalars(select(VariantCost.cost_minor)))


def test_costs_are_kept_for_the_shop_and_say_what_a_piece_earns(
    app: Flask, market: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    goods = make.goods(market, price_minor=50_000)
    alicia = client_of(app, market.alicia)
    with caplog.at_level(logging.DEBUG):
        answer = alicia.post(f"{PRICES}/costos", data={f"cost_{goods.variant_id}": "123.45"})
    assert answer.status_code == 302
    assert costs(market) == [12_345]
    page = alicia.get(PRICES).text
    assert 'value="123.45"' in page
    assert "Ganas por pieza" in alicia.get(f"/vender/hilos-alpaca/productos/{goods.product_id}").text
    assert not [line for line in caplog.messages if "123.45" in line or "12345" in line]
    with market.above() as work:
        assert not [line for line in work.session.scalars(select(AuditLine)) if "12345" in str(line.details)]


def test_nobody_else_sees_them(app: Flask, market: Cast) -> None:
    goods = make.goods(market, price_minor=50_000)
    with market.as_alicia() as work:
        set_costs(work, {goods.variant_id: 98_761})
    with market.as_bruno() as work:
        assert work.session.scalar(select(func.count()).select_from(VariantCost)) == 0
        with pytest.raises(NoSuchVariant):
            set_costs(work, {goods.variant_id: 1})
    with market.as_pia() as work, pytest.raises(NotAllowed):
        set_costs(work, {goods.variant_id: 1})
    assert costs(market) == [98_761]
    assert client_of(app, market.ada).get(PRICES).status_code == 403  # who does the books does not set prices
    for path in ("/", f"/p/{goods.number}", "/buscar?q=estambre"):
        assert "987.61" not in app.test_client().get(path, follow_redirects=True).text
    sergio = client_of(app, market.sergio)
    why = {"areas": ["staff.look"], "reason": "help", "note": "Me pidieron ayuda con su catálogo."}
    assert sergio.post("/operacion/tiendas/hilos-alpaca/motivo", data=why).status_code == 302
    seen = sergio.get("/operacion/tiendas/hilos-alpaca/productos")
    assert seen.status_code == 200
    assert "987.61" not in seen.text


def test_an_empty_box_forgets_a_cost_and_a_bad_one_changes_nothing(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    alicia, box = client_of(app, market.alicia), f"cost_{goods.variant_id}"
    alicia.post(f"{PRICES}/costos", data={box: "80"})
    answer = alicia.post(f"{PRICES}/costos", data={box: "ochenta"})
    assert answer.status_code == 422
    assert f'id="{box}-error"' in answer.text
    assert 'value="ochenta"' in answer.text
    assert costs(market) == [8_000]
    alicia.post(f"{PRICES}/costos", data={box: ""})
    assert costs(market) == []


def answer_of(client: FlaskClient, content: bytes) -> tuple[int, str]:
    answer = client.post(f"{PRICES}/simular", data={"file": (io.BytesIO(content), "precios.csv")})
    answer.request.environ["wsgi.input"].close()
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("by", [",", ";", "\t"])
def test_a_list_comes_back_with_what_each_price_leaves(app: Flask, market: Cast, by: str) -> None:
    lines = [
        ("clave", "categoria", "precio", "costo"),
        ("=A1", "novela", "300", "120.50"),
        ("B", "audifonos", "1249.50", ""),
    ]
    content = "\ufeff" + "\n".join(by.join(line) for line in lines)
    status, text = answer_of(client_of(app, market.alicia), content.encode())
    assert status == 200
    one, other = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (one["clave"], one["precio"], one["costo"], other["ganas"]) == ("'=A1", "300.00", "120.50", "")
    assert float(one["te_quedan"]) - 120.50 == pytest.approx(float(one["ganas"]))
    assert other["regla"] == "v1.4"
    assert costs(market) == []


def test_what_is_wrong_is_said_by_row_and_column(app: Flask, market: Cast) -> None:
    content = "clave,categoria,precio,costo\nA,novela,300,\nB,no-hay,barato,1\nC,,0,-2\n"
    status, text = answer_of(client_of(app, market.alicia), content.encode())
    said = html.unescape(text)
    assert status == 422
    for sentence in (
        "Renglón 3, categoria: no es un código de categoría",
        "Renglón 3, precio: Escribe una cantidad en pesos",
        "Renglón 4, categoria: falta",
        "Renglón 4, precio: falta",
        "Renglón 4, costo: Escribe una cantidad en pesos",
    ):
        assert sentence in said
    assert "Renglón 2" not in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Falta este dato"),
        (b"PK\x03\x04\x00\x00", "no es una lista"),
        (b"a,b\n1,2\n", "Faltan las columnas"),
        (b"categoria,precio\n", "de 1 a 5,000 renglones"),
        (b"categoria,precio\n" + b"novela,1\n" * (MOST_ROWS + 1), "de 1 a 5,000 renglones"),
        (b"categoria,precio\n" + b"x" * 1_000_001, "de 1 a 5,000 renglones"),
        ("categoria,precio\n".encode("utf-16"), "no es una lista"),
    ],
)
def test_what_is_no_list_is_refused(app: Flask, market: Cast, content: bytes, sentence: str) -> None:
    status, text = answer_of(client_of(app, market.alicia), content)
    assert status == 422
    assert sentence in html.unescape(text)


def test_a_price_below_the_cost_is_asked_about_once(app: Flask, market: Cast) -> None:
    product_id = make.draft(market, price_minor=90_000)
    with market.as_alicia() as work:
        variant_id = work.session.scalars(select(Variant.id).where(Variant.product_id == product_id)).one()
        set_costs(work, {variant_id: 70_000})
    alicia, path = client_of(app, market.alicia), f"/vender/hilos-alpaca/productos/{product_id}"
    shown = {
        "variants-0-id": str(variant_id),
        "variants-0-seen_price": "90000",
        "variants-0-sku": _sku(market, variant_id),
    }
    form = product_form(alicia, path, **shown, **{"variants-0-price": "600"})
    answer = alicia.post(path, data=form)
    assert answer.status_code == 422
    assert "menos de lo que te cuesta" in html.unescape(answer.text)
    assert alicia.post(path, data={**form, "sure": "60000"}).status_code == 302
    with market.as_alicia() as work:
        assert products.get_product(work, product_id)
        assert work.session.scalars(select(Variant.price_minor).where(Variant.id == variant_id)).one() == 60_000


def _sku(market: Cast, variant_id: object) -> str:
    with market.as_alicia() as work:
        return str(work.session.scalars(select(Variant.sku).where(Variant.id == variant_id)).one())


@pytest.fixture
def key(market: Cast) -> dict[str, str]:
    with market.as_alicia() as work:
        return {"Authorization": f"Bearer {channels.make_key(work, name='Caja', may=channels.KEY_MAY)}"}


def test_a_program_simulates_with_every_rule(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    item = {"category": "audifonos", "price_minor": 116_000, "cost_minor": 50_000, "receive_minor": 50_000}
    answer = browser_client.post("/api/v1/simulations", headers=key, json={"items": [{**item, "shipping_minor": 0}]})
    assert answer.status_code == 200, answer.text
    (said,) = answer.json["items"]
    commission = said["fees"][0]
    assert (commission["rule"], commission["amount_minor"]) == ("v1:commission:electronica", 8_000)
    assert "tarifa v1, regla 4: la categoría más precisa con regla es Electrónica" in commission["why"]
    assert said["left_minor"] == 116_000 - sum(fee["amount_minor"] for fee in said["fees"])
    assert said["earned_minor"] == said["left_minor"] - 50_000
    again = {"category": "audifonos", "price_minor": said["receive_at_minor"], "shipping_minor": 0}
    answer = browser_client.post("/api/v1/simulations", headers=key, json={"items": [again]})
    assert answer.json["items"][0]["left_minor"] >= 50_000
    assert costs(market) == []


@pytest.mark.parametrize(
    "items",
    [[], [{"category": "no-hay", "price_minor": 1}], [{"category": "novela", "price_minor": 0}],
     [{"category": "novela", "price_minor": 1.5}], [{"category": "novela", "price_minor": 1}] * 501],
)  # fmt: skip
def test_a_program_that_asks_nonsense_is_refused(
    browser_client: FlaskClient, market: Cast, key: dict[str, str], items: list[object]
) -> None:
    assert browser_client.post("/api/v1/simulations", headers=key, json={"items": items}).status_code == 422


def test_a_program_is_refused_a_price_below_the_cost(
    browser_client: FlaskClient, market: Cast, key: dict[str, str]
) -> None:
    goods = make.goods(market, price_minor=90_000)
    with market.as_alicia() as work:
        set_costs(work, {goods.variant_id: 70_000})
    path = f"/api/v1/products/{goods.product_id}/variants/{goods.variant_id}"
    answer = browser_client.patch(path, headers=key, json={"price_minor": {"from": 90_000, "to": 60_000}})
    assert (answer.status_code, answer.json["code"]) == (422, "storefront.below_cost")
