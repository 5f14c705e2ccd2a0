"""Code, state and colonia are of one place: another state is refused, what no list knows is asked about once."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.people.accounts.places import is_settlement, is_state
from marketplace.trade.orders.models import Purchase
from tests import make
from tests.cast import Cast
from tests.web.asking import MERIDA, add, enter, form_of, purchases, refused

NO_SETTLEMENT = ["99999", "01002", "06702"]


@pytest.mark.parametrize(
    ("typed", "code", "name"),
    [
        ("Ciudad de México", "CMX", "Ciudad de México"), ("CDMX", "CMX", "Ciudad de México"),
        ("D.F.", "CMX", "Ciudad de México"), ("México, D.F.", "CMX", "Ciudad de México"),
        ("ciudad de mexico", "CMX", "Ciudad de México"), ("Edo. de Méx.", "MEX", "Estado de México"),
        ("México", "MEX", "Estado de México"), ("Edomex", "MEX", "Estado de México"), ("N.L.", "NLE", "Nuevo León"),
        ("Coahuila de Zaragoza", "COA", "Coahuila"), ("Veracruz de Ignacio de la Llave", "VER", "Veracruz"),
        ("Michoacán de Ocampo", "MIC", "Michoacán"), ("Q. Roo", "ROO", "Quintana Roo"), ("YUC", "YUC", "Yucatán"),
        ("YUCATÁN", "YUC", "Yucatán"), ("S.L.P.", "SLP", "San Luis Potosí"), ("Qro.", "QUE", "Querétaro"),
    ],
)  # fmt: skip
def test_states_as_people_write_them(typed: str, code: str, name: str) -> None:
    assert is_state(typed, code=code, name=name)


@pytest.mark.parametrize(
    ("typed", "code", "name"),
    [("Yucatán", "CMX", "Ciudad de México"), ("Sonora", "SIN", "Sinaloa"), ("", "YUC", "Yucatán"), ("M", "MIC", "Michoacán"),
     ("Baja California", "SON", "Sonora")],
)  # fmt: skip
def test_other_states(typed: str, code: str, name: str) -> None:
    assert not is_state(typed, code=code, name=name)


@pytest.mark.parametrize("typed", ["Roma Norte", "ROMA NORTE", "Col. Roma Norte", "roma", "Roma-Norte"])
def test_settlements_as_people_write_them(typed: str) -> None:
    assert is_settlement(typed, ["Roma Norte"])
    assert not is_settlement("Centro", ["Roma Norte"])


def sure_of(page: str) -> str:
    found = re.search(r'name="sure" type="hidden" value="([^"]*)"', page)
    assert found
    return found[1]


def test_another_state_than_the_codes_is_refused_at_its_box(shopper: FlaskClient, market: Cast) -> None:
    add(shopper, make.goods(market))
    form = {**form_of(shopper), "state": "Yucatán", "municipality": "Mérida", "settlement": "Centro"}
    said = "El código postal 06700 es de Ciudad de México. Corrige el código o el estado."
    page = refused(shopper, form)
    assert said in page
    assert said in refused(shopper, {**form, "sure": sure_of(page)})
    assert purchases(market) == 0


def test_the_state_is_kept_by_its_name(shopper: FlaskClient, market: Cast) -> None:
    add(shopper, make.goods(market))
    assert shopper.post("/pagar", data={**form_of(shopper), "state": "CDMX"}).status_code == 303
    with market.above() as work:
        assert work.session.scalars(select(Purchase.address)).one()["state"] == "Ciudad de México"


def test_a_settlement_of_another_code_is_asked_about_once(shopper: FlaskClient, market: Cast) -> None:
    shopper.post("/envio-a", data={"postal_code": "97000"})
    add(shopper, make.goods(market))
    form = {**form_of(shopper), **MERIDA, "settlement": "Roma Norte"}
    said = "Esa colonia no aparece con el 97000"
    page = refused(shopper, form)
    assert said in page
    assert purchases(market) == 0
    sure = sure_of(page)
    assert said in refused(shopper, {**form, "settlement": "Narvarte", "sure": sure})  # sure of another thing
    assert "/pago-de-prueba/" in shopper.post("/pagar", data={**form, "sure": sure}).location


@pytest.mark.parametrize("code", NO_SETTLEMENT)
def test_a_code_without_any_settlement_is_asked_about_once(
    browser_client: FlaskClient, market: Cast, code: str
) -> None:
    answer = browser_client.post("/envio-a", data={"postal_code": code})
    assert answer.status_code == 422
    assert f"No conocemos ninguna colonia con el {code}" in answer.text
    assert f"Enviar a {code}" not in browser_client.get("/").text
    assert browser_client.post("/envio-a", data={"postal_code": code, "sure": sure_of(answer.text)}).status_code == 302
    other = next(one for one in NO_SETTLEMENT if one != code)
    assert browser_client.post("/envio-a", data={"postal_code": other, "sure": code}).status_code == 422


def test_where_a_shop_sends_from_is_asked_about_too(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    form = {"postal_code": "06702", "handling_days": "1", "cutoff_hour": "14", "local-base": "50", "local-min_days": "1",
            "local-max_days": "2"}  # fmt: skip
    answer = browser_client.post("/vender/hilos-alpaca/tienda", data=form)
    assert answer.status_code == 422
    assert "No conocemos ninguna colonia con el 06702" in answer.text
    assert browser_client.post("/vender/hilos-alpaca/tienda", data={**form, "sure": "06702"}).status_code == 302
