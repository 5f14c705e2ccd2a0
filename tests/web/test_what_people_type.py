"""What people type is taken as they mean it, or asked again at its box; never an error of ours, never another number."""

from __future__ import annotations

import html
import unicodedata

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.catalog.models import Product, Variant
from marketplace.trade.orders.models import Purchase
from tests import make
from tests.cast import Cast
from tests.web.asking import add, cart_rows, enter, form_of, product_form, purchases, refused

UNREADABLE_PHONE = "Escribe un teléfono de diez dígitos, sin extensión."


@pytest.mark.parametrize("typed", ["²", "1²", "①", "½", "1_0", "9" * 5_000, "\ud800"])
def test_what_is_no_quantity_is_no_error_of_ours(
    app: Flask, market: Cast, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "testing", False)
    shopper = app.test_client()
    shopper.post("/envio-a", data={"postal_code": "06700"})
    goods = make.goods(market)
    raw = typed.encode("utf-8", "surrogatepass")
    data = {"number": goods.number, "variant": str(goods.variant_id), "quantity": raw}
    assert shopper.post("/carrito/agregar", data=data, follow_redirects=True).status_code == 200
    assert cart_rows(market) == []
    add(shopper, goods)
    assert shopper.post("/pagar", data={**form_of(shopper), "total_seen": raw}).status_code < 500
    for path in ("/comparar/agregar", "/carrito/agregar", "/vistos/quitar"):
        assert shopper.post(path, data={"number": raw}).status_code < 500, path
    for path in ("/buscar?q=x&pagina=", "/comparar?n=", "/tarifas?precio=", "/buscar?desde="):
        assert shopper.get(path, query_string=None).status_code < 500
        assert shopper.get(path + "%C2%B2").status_code < 500
    assert purchases(market) == 0


@pytest.mark.parametrize(
    ("typed", "minor"), [("1249,50", 124_950), ("1,249.50", 124_950), ("1 249,5", 124_950), ("$1,249 MXN", 124_900)]
)
def test_a_price_is_what_was_meant(browser_client: FlaskClient, market: Cast, typed: str, minor: int) -> None:
    product_id = make.draft(market)
    path = f"/vender/hilos-alpaca/productos/{product_id}"
    enter(browser_client, market.alicia)
    form = product_form(browser_client, path, **{"variants-0-price": typed})
    assert browser_client.post(path, data=form).status_code == 302
    with market.as_alicia() as work:
        prices = select(Variant.price_minor).where(Variant.product_id == product_id)
        assert minor in work.session.scalars(prices).all()


def test_a_price_that_could_be_two_is_asked_again_and_kept_in_its_box(
    browser_client: FlaskClient, market: Cast
) -> None:
    path = f"/vender/hilos-alpaca/productos/{make.draft(market)}"
    enter(browser_client, market.alicia)
    answer = browser_client.post(path, data=product_form(browser_client, path, **{"variants-0-price": "1,249,50"}))
    assert answer.status_code == 422
    assert "Escribe una cantidad en pesos, por ejemplo 1249.50." in answer.text
    assert 'value="1,249,50"' in answer.text


def test_measures_are_kept_in_their_unit(browser_client: FlaskClient, market: Cast) -> None:
    product_id = make.draft(market)
    path = f"/vender/hilos-alpaca/productos/{product_id}"
    enter(browser_client, market.alicia)
    sizes = {"weight_grams": "1,5 kg", "length_cm": "12,5", "width_cm": "1 m", "height_cm": "30 mm"}
    form = product_form(browser_client, path, **sizes, attr_weight_g="12,5")
    assert browser_client.post(path, data=form).status_code == 302
    with market.as_alicia() as work:
        kept = work.session.get_one(Product, (work.tenant_id, product_id))
        assert (kept.weight_grams, kept.length_mm, kept.width_mm, kept.height_mm) == (1500, 125, 1000, 30)
        assert kept.attributes["weight_g"] == 12.5
    assert 'value="12.5"' in browser_client.get(path).text
    answer = browser_client.post(path, data=product_form(browser_client, path, weight_grams="15 cm"))
    assert answer.status_code == 422
    assert "Escríbelo en g, o solo el número." in answer.text


@pytest.mark.parametrize("typed", ["+52 1 55 1234 5678", "044 55 1234 5678", "01 (55) 1234-5678", "Tel. 55.1234.5678"])
def test_a_telephone_as_people_write_it(shopper: FlaskClient, market: Cast, typed: str) -> None:
    add(shopper, make.goods(market))
    assert shopper.post("/pagar", data={**form_of(shopper), "phone": typed}).status_code == 303
    with market.above() as work:
        assert work.session.scalars(select(Purchase.phone)).one() == "+52 55 1234 5678"


@pytest.mark.parametrize("typed", ["1234 5678", "0000000000", "55 1234 5678 ext 9"])
def test_a_telephone_that_nobody_can_dial(shopper: FlaskClient, market: Cast, typed: str) -> None:
    add(shopper, make.goods(market))
    page = refused(shopper, {**form_of(shopper), "phone": typed})
    assert UNREADABLE_PHONE in page
    assert f'value="{typed}"' in page
    assert purchases(market) == 0


@pytest.mark.parametrize("typed", ["\u200b06700", "06700\ufeff", "C.P. 06700", "０６７００", "06-700"])
def test_a_postal_code_is_its_five_digits(browser_client: FlaskClient, market: Cast, typed: str) -> None:
    assert browser_client.post("/envio-a", data={"postal_code": typed}).status_code == 302
    assert "06700" in browser_client.get("/carrito").text


def test_an_address_and_a_name_are_kept_in_one_form(shopper: FlaskClient, market: Cast) -> None:
    add(shopper, make.goods(market))
    typed = {"name": unicodedata.normalize("NFD", "Íñigo\u200b Méndez"), "email": "LUCIA@example.mx\u200b"}
    assert shopper.post("/pagar", data={**form_of(shopper), **typed}).status_code == 303
    with market.above() as work:
        bought = work.session.scalars(select(Purchase)).one()
        assert (bought.name, bought.email) == ("Íñigo Méndez", "lucia@example.mx")


@pytest.mark.parametrize("typed", ["https://malo.example gana", "ana@malo.example", "12345"])
def test_a_name_is_no_way_to_write_a_link_into_letters(shopper: FlaskClient, market: Cast, typed: str) -> None:
    add(shopper, make.goods(market))
    page = refused(shopper, {**form_of(shopper), "name": typed})
    assert "Escribe un nombre con letras, sin correos ni direcciones." in html.unescape(page)
    assert purchases(market) == 0
