"""What is typed at the checkout and not accepted: led back to by a redirect, all that is wrong at once, nothing lost."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.trade.orders import split_number
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.web.words import address_lines
from tests import make
from tests.cast import Cast
from tests.web.asking import FORM, MERIDA, add, boxes, enter, form_of, purchases, refused

CHOSEN = {"settlement": "", "listed_settlement": "Roma Norte"}  # how a colonia of the list is shown


@pytest.fixture
def shopper(browser_client: FlaskClient, market: Cast) -> FlaskClient:
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, make.goods(market))
    return browser_client


def test_all_that_is_wrong_is_said_at_once_at_its_box(shopper: FlaskClient, market: Cast) -> None:
    wrong = {"email": "x", "phone": "12", "exterior": "", "state": "Yucatán"}
    page = refused(shopper, {**form_of(shopper), **wrong})
    for box in wrong:
        assert f'href="#{box}"' in page, box
        assert f'id="{box}-error"' in page, box
    assert 'id="name-error"' not in page
    assert {**boxes(page), **FORM, **CHOSEN, **wrong} == boxes(page)
    assert purchases(market) == 0


def test_it_is_there_again_whenever_the_page_is_opened_and_gone_when_it_is_bought(
    shopper: FlaskClient, market: Cast
) -> None:
    typed = {**form_of(shopper), "interior": "4-B", "between": "Durango y Colima", "phone": "12"}
    refused(shopper, typed)
    shopper.get("/carrito")
    page = shopper.get("/pagar").text
    assert boxes(page)["interior"] == "4-B"
    assert 'id="phone-error"' in page
    assert shopper.post("/pagar", data={**typed, "phone": "5512345678"}).location != "/pagar"
    later = shopper.get("/pagar").text
    assert boxes(later)["interior"] == ""
    assert "Revisa estos datos" not in later


def test_it_is_nobody_elses(app: Flask, shopper: FlaskClient, market: Cast) -> None:
    refused(shopper, {**form_of(shopper), "phone": "12"})
    kept = shopper.get_cookie("tianguis-draft", path="/pagar")
    assert kept is not None
    assert kept.http_only
    assert kept.path == "/pagar"  # it goes nowhere else
    assert kept.max_age == 3600
    thief = app.test_client()
    add(thief, make.goods(market))
    thief.set_cookie("tianguis-draft", kept.value, path="/pagar")
    assert "lucia@example.mx" not in thief.get("/pagar").text
    shopper.set_cookie("tianguis-draft", kept.value[:-2] + "xx", path="/pagar")
    assert "lucia@example.mx" not in shopper.get("/pagar").text


def test_who_signs_out_takes_it_along(shopper: FlaskClient, market: Cast) -> None:
    enter(shopper, market.carla)
    refused(shopper, {**form_of(shopper), "phone": "12"})
    shopper.post("/salir")
    assert shopper.get_cookie("tianguis-draft", path="/pagar") is None


def test_what_is_too_long_to_be_carried_is_shown_at_once(shopper: FlaskClient, market: Cast) -> None:
    import random

    letters = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=9000))
    answer = shopper.post("/pagar", data={**form_of(shopper), "references": letters})
    assert answer.status_code == 422
    assert letters in answer.text
    assert 'value="Orizaba"' in answer.text


def test_the_colonias_of_a_postal_code_are_offered_by_the_page_itself(shopper: FlaskClient, market: Cast) -> None:
    assert boxes(shopper.get("/pagar").text)["listed_settlement"] == "Roma Norte"  # its only one
    shopper.post("/pagar", data={**form_of(shopper), **MERIDA, "settlement": "", "state": "", "find": "1"})
    page = shopper.get("/pagar").text
    assert '<option value="Mérida Centro">' in page or '<option value="Centro">' in page
    assert '<option value="Roma Norte">' not in page
    assert (boxes(page)["state"], boxes(page)["municipality"]) == ("Yucatán", "Mérida")
    assert "Revisa estos datos" not in page  # nothing was sent yet
    assert purchases(market) == 0


def test_the_parts_of_an_address_are_kept_apart_and_frozen_with_the_order(shopper: FlaskClient, market: Cast) -> None:
    more = {"interior": "4-B", "between": "Durango y Colima", "references": "Portón verde"}
    shopper.post("/pagar", data={**form_of(shopper), **more})
    with market.above() as work:
        bought, order = work.session.scalars(select(Purchase)).one(), work.session.scalars(select(Order)).one()
        assert {**bought.address, **more, "street": "Orizaba", "exterior": "101"} == bought.address == order.ship_to
    page = shopper.get(f"/compra/{bought.code}").text
    said = "Orizaba 101, interior 4-B. Roma Norte, 06700 Cuauhtémoc, Ciudad de México. Entre Durango y Colima. Portón verde."
    assert said in page


def test_an_address_of_before_is_read_and_proposed_as_it_was(app: Flask, market: Cast) -> None:
    old = {"street": "Orizaba 101", "settlement": "Roma Norte", "municipality": "Cuauhtémoc", "postal_code": "06700",
           "state": "Ciudad de México", "references": None}  # fmt: skip
    with app.test_request_context():
        assert address_lines(old) == ["Orizaba 101", "Roma Norte, 06700 Cuauhtémoc, Ciudad de México"]


@pytest.mark.parametrize(
    ("street", "parts"),
    [
        ("Orizaba 101", ("Orizaba", "101")),
        ("Av. Juárez 12-B", ("Av. Juárez", "12-B")),
        ("Calle 5 de Febrero, núm. 7", ("Calle 5 de Febrero", "7")),
        ("Calle 60", ("Calle 60", None)),
        ("Calle Orizaba 101, interior 4", ("Calle Orizaba 101, interior 4", None)),
        ("Orizaba", ("Orizaba", None)),
        ("", ("", None)),
    ],
)
def test_the_number_of_an_address_of_before_is_proposed_where_it_reads_as_one(
    street: str, parts: tuple[str, str | None]
) -> None:
    proposed = split_number({"street": street, "exterior": None})
    assert (proposed["street"], proposed["exterior"]) == parts
    kept = {"street": street, "exterior": "9"}
    assert split_number(kept) == kept


def test_who_bought_before_sees_what_the_way_to_their_address_costs(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    make.place(market, [make.line(goods)])
    carla = app.test_client()
    enter(carla, market.carla)
    add(carla, goods)
    page = carla.get("/pagar").text
    assert "Más el envío, que depende del código postal" not in page
    assert "Continuar al pago" in page
    hidden = boxes(page)
    form = {**FORM, **{name: hidden[name] for name in ("key", "total_seen")}}
    elsewhere = refused(carla, {**form, **MERIDA})  # nothing changed: it goes elsewhere
    assert "Con el envío a 97000 son" in elsewhere
    assert "El total era" not in elsewhere
    assert "/pago-de-prueba/" in carla.post("/pagar", data=form).location


@pytest.mark.parametrize(
    ("pressed", "leads_to", "says"),
    [({"locale": "en"}, "/pagar", "Who is it for"), ({"leave": "1"}, "/carrito", "Tu carrito")],
    ids=["language", "cart"],
)
def test_what_is_typed_stays_where_one_looks_elsewhere_before_sending_it(
    shopper: FlaskClient, market: Cast, pressed: dict[str, str], leads_to: str, says: str
) -> None:
    page = shopper.get("/pagar").text
    assert re.search(rf'form="entrega"[^>]* name="{next(iter(pressed))}"|name="locale"[^>]* form="entrega"', page)
    typed = {**form_of(shopper), "phone": "12", "interior": "4-B"}
    answer = shopper.post("/pagar", data=typed | pressed)
    assert answer.location == leads_to
    assert says in shopper.get(answer.location).text
    again = shopper.get("/pagar").text
    assert {**boxes(again), **FORM, **CHOSEN, "phone": "12", "interior": "4-B"} == boxes(again)
    assert 'id="phone-error"' not in again  # nothing was sent to be judged
    assert purchases(market) == 0
