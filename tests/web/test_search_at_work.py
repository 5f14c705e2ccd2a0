"""Who works here finds things as buyers do: accents, case, Unicode form and dashes do not matter, and SKUs are known."""

from __future__ import annotations

import re
import unicodedata

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, literal, select, update

from marketplace.goods.catalog.models import Product
from marketplace.kernel.matching import folded
from marketplace.kernel.text import fold
from marketplace.people.sellers.models import Shop
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import enter


def rows(client: FlaskClient, path: str, text: str) -> str:
    answer = client.get(path, query_string={"q": text})
    assert answer.status_code == 200
    return re.sub(r"(?s)<form[^>]*role=\"search\".*?</form>|<header.*?</header>", "", answer.text)


@pytest.mark.parametrize(
    "text",
    ["algodon", "ALGODÓN", "algodo\u0301n", "estambre  algodón", "algodón estambre", "SKU-77", "sku77", "sku 77", "nandu",
     "7501031311309", "al\u200bgodón", "ａｌｇｏｄｏｎ"],
)  # fmt: skip
def test_shops_find_their_goods(browser_client: FlaskClient, market: Cast, text: str) -> None:
    product_id = make.draft(market, title="Estambre de algodón", sku="SKU-77")
    make.draft(market, title="Otra cosa")
    with market.above() as work:
        values = {"gtin": "07501031311309", "brand": unicodedata.normalize("NFD", "Ñandú")}
        work.session.execute(update(Product).where(Product.id == product_id).values(**values))
    enter(browser_client, market.alicia)
    found = rows(browser_client, "/vender/hilos-alpaca/productos", text)
    assert "Estambre de algodón" in found
    assert "Otra cosa" not in found


@pytest.mark.parametrize("text", ["lino", "algodón lino", "%", "_", "\\", "-", "SKU-78", "a%n"])
def test_what_is_not_said_is_not_found(browser_client: FlaskClient, market: Cast, text: str) -> None:
    make.draft(market, title="Estambre de algodón", sku="SKU-77")
    enter(browser_client, market.alicia)
    assert "Estambre de algodón" not in rows(browser_client, "/vender/hilos-alpaca/productos", text)


@pytest.mark.parametrize("how", ["plain", "no dash", "small", "space", "part", "buyer", "buyer apart", "goods", "sku"])
def test_shops_find_their_orders(browser_client: FlaskClient, market: Cast, worker: Worker, how: str) -> None:
    goods = make.goods(market, title="Madeja de sol", sku="SOL-9")
    code = make.paid_order(market, worker, [make.line(goods)])
    other = make.paid_order(market, worker, [make.line(make.goods(market, title="Aguja"))])
    with market.above() as work:
        work.session.execute(update(Order).where(Order.code == code).values(buyer_name="Íñigo Méndez"))
    text = {
        "plain": code, "no dash": code.replace("-", ""), "small": code.replace("-", "").lower(), "space": code.replace("-", " "),
        "part": code[:4].lower(), "buyer": "inigo mendez", "buyer apart": unicodedata.normalize("NFD", "Íñigo"),
        "goods": "madeja", "sku": "sol9",
    }[how]  # fmt: skip
    enter(browser_client, market.alicia)
    found = rows(browser_client, "/vender/hilos-alpaca/pedidos", text)
    assert code in found
    assert other not in found


@pytest.mark.parametrize(
    "text", ["munoz", "MUÑOZ", "Mun\u0303oz", "telas munoz", "hilosalpaca", "hilos-alpaca", "hilos alpaca"]
)
def test_staff_find_shops(browser_client: FlaskClient, market: Cast, text: str) -> None:
    with market.above() as work:
        work.session.execute(update(Shop).where(Shop.id == market.alpaca.id).values(name="Telas Muñoz"))
    enter(browser_client, market.sergio)
    found = rows(browser_client, "/operacion/tiendas", text)
    assert "Telas Muñoz" in found
    assert "Abedul" not in found


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
def test_the_database_folds_latin_as_we_do(administrator: Engine, text: str) -> None:
    latin = "".join(letter for letter in text if ord(letter) < 0x250 and letter not in "İ")
    with administrator.connect() as connection:
        assert connection.scalar(select(folded(literal(latin)))) == unicodedata.normalize("NFKD", fold(latin))
