"""Addresses of the account: their own pages, and choosing, keeping and using one at the checkout."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.kernel.ids import new_id
from marketplace.trade.checkout.address_book import list_addresses, save_address
from marketplace.trade.checkout.models import SavedAddress
from marketplace.trade.orders.models import Purchase
from tests import make
from tests.cast import Cast, Person
from tests.web.asking import FORM, MERIDA, add, boxes, client_of, form_of, purchases, refused

BOOK = "/cuenta/direcciones"
ADDRESS = {**FORM, "label": "Casa"}


@pytest.fixture
def carla(app: Flask, market: Cast) -> FlaskClient:
    return client_of(app, market.carla)


@pytest.fixture
def buying(carla: FlaskClient, market: Cast) -> FlaskClient:
    """Carla with something in her cart, which goes to Roma Norte."""
    carla.post("/envio-a", data={"postal_code": "06700"})
    add(carla, make.goods(market))
    return carla


def keep(market: Cast, label: str = "Casa", *, person: Person | None = None, **other: str) -> UUID:
    person = person or market.carla
    with market.above() as work:
        return save_address(work, person.id, make.kept_address(label, **other))


def rows(market: Cast, person: Person | None = None) -> list[SavedAddress]:
    with market.above() as work:
        return list(list_addresses(work, (person or market.carla).id))


def marked(page: str) -> list[str]:
    """Which of the addresses that can be chosen is said to be the one in the form."""
    return re.findall(r'aria-current="true"[^>]*>\s*<strong>([^<]*)', page)


def test_one_is_added_changed_and_removed(carla: FlaskClient, market: Cast) -> None:
    assert "Ninguna todavía" in carla.get(BOOK).text
    assert BOOK in carla.get("/cuenta").text
    assert carla.post(f"{BOOK}/nueva", data=ADDRESS).location == BOOK
    page = carla.get(BOOK).text
    assert "Orizaba 101. Roma Norte, 06700 Cuauhtémoc, Ciudad de México" in page
    key = rows(market)[0].id
    assert boxes(carla.get(f"{BOOK}/{key}").text)["label"] == "Casa"
    carla.post(f"{BOOK}/{key}", data={**ADDRESS, "street": "Colima", "interior": "4-B"})
    assert [(one.street, one.interior) for one in rows(market)] == [("Colima", "4-B")]
    assert carla.post(f"{BOOK}/{key}/quitar").location == BOOK
    assert rows(market) == []


@pytest.mark.parametrize(
    ("box", "typed"),
    [
        ("label", ""), ("label", "x" * 41), ("name", ""), ("name", "x" * 90), ("phone", "12"), ("phone", ""),
        ("postal_code", "0670"), ("postal_code", "00001"), ("state", "Yucatán"), ("state", ""), ("municipality", ""),
        ("settlement", "Narvarte"), ("settlement", ""), ("street", ""), ("street", "x" * 200), ("exterior", ""),
        ("interior", "x" * 30), ("between", "x" * 200), ("references", "x" * 300),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_box_and_nothing_is_kept(
    carla: FlaskClient, market: Cast, box: str, typed: str
) -> None:
    key = keep(market, "Trabajo")
    for path in (f"{BOOK}/nueva", f"{BOOK}/{key}"):
        answer = carla.post(path, data={**ADDRESS, box: typed})
        assert answer.status_code == 422, path
        assert f'id="{box}-error"' in answer.text, path
        assert boxes(answer.text)[box] == typed, path
        assert boxes(answer.text)["exterior"] == {**ADDRESS, box: typed}["exterior"], path
    assert [(one.label, one.street) for one in rows(market)] == [("Trabajo", "Orizaba")]


def test_all_that_is_wrong_is_said_at_once(carla: FlaskClient, market: Cast) -> None:
    page = carla.post(f"{BOOK}/nueva", data={**ADDRESS, "phone": "", "state": "Yucatán", "label": ""}).text
    assert all(f'id="{box}-error"' in page for box in ("phone", "state", "label"))
    assert rows(market) == []


def test_a_colonia_of_no_list_is_asked_about_once(carla: FlaskClient, market: Cast) -> None:
    form = {**ADDRESS, "settlement": "Nueva Colonia"}
    asked = carla.post(f"{BOOK}/nueva", data=form)
    assert asked.status_code == 422
    assert rows(market) == []
    sure = boxes(asked.text)["sure"]
    assert carla.post(f"{BOOK}/nueva", data={**form, "sure": sure}).status_code == 302
    assert [one.settlement for one in rows(market)] == ["Nueva Colonia"]


def test_a_second_of_one_name_and_an_eleventh_are_refused_with_what_was_typed(carla: FlaskClient, market: Cast) -> None:
    keep(market)
    answer = carla.post(f"{BOOK}/nueva", data={**ADDRESS, "label": "CASA"})
    assert answer.status_code == 422
    assert "Ya tienes una dirección que se llama así" in answer.text
    for number in range(9):
        keep(market, f"Otra {number}")
    page = carla.get(BOOK).text
    assert f"{BOOK}/nueva" not in page
    answer = carla.post(f"{BOOK}/nueva", data={**ADDRESS, "label": "Once"})
    assert (answer.status_code, boxes(answer.text)["label"]) == (422, "Once")
    assert "Ya guardas 10 direcciones" in answer.text
    assert len(rows(market)) == 10


def test_anothers_is_not_there(app: Flask, carla: FlaskClient, market: Cast) -> None:
    key = keep(market, "La de Diego", person=market.diego)
    add(carla, make.goods(market))
    for wrong in (key, new_id()):
        assert carla.get(f"{BOOK}/{wrong}").status_code == 404
        assert carla.post(f"{BOOK}/{wrong}", data=ADDRESS).status_code == 404
        assert carla.post(f"{BOOK}/{wrong}/quitar").status_code == 404
        assert carla.get(f"/pagar?direccion={wrong}").status_code == 404
    assert "La de Diego" not in carla.get(BOOK).text + carla.get("/pagar").text
    assert [(one.label, one.street) for one in rows(market, market.diego)] == [("La de Diego", "Orizaba")]
    assert carla.get("/pagar?direccion=nada").status_code == 404
    guest = app.test_client()
    add(guest, make.goods(market))
    for asked in (key, "nueva"):
        assert guest.get(f"/pagar?direccion={asked}").status_code == 404
    assert guest.get(BOOK).location.startswith("/entrar")


def test_without_scripts_the_book_gives_the_colonias_of_a_code(carla: FlaskClient, market: Cast) -> None:
    answer = carla.post(f"{BOOK}/nueva", data={**ADDRESS, **MERIDA, "settlement": "", "state": "", "find": "1"})
    assert answer.status_code == 200
    assert '<option value="Mérida Centro">' in answer.text or '<option value="Centro">' in answer.text
    assert boxes(answer.text)["state"] == "Yucatán"
    assert "Revisa estos datos" not in answer.text
    assert rows(market) == []


def test_the_one_used_last_fills_the_form_and_the_chosen_one_is_marked(buying: FlaskClient, market: Cast) -> None:
    home, office = keep(market), keep(market, "Trabajo", street="Durango", name="Recepción")
    page = buying.get("/pagar").text
    assert (boxes(page)["street"], marked(page)) == ("Durango", ["Trabajo"])  # what was saved last
    page = buying.get(f"/pagar?direccion={home}").text
    assert (boxes(page)["street"], boxes(page)["name"], marked(page)) == ("Orizaba", "Carla Méndez", ["Casa"])
    page = buying.get("/pagar?direccion=nueva").text
    assert (boxes(page)["street"], marked(page)) == ("", ["Otra dirección"])
    chosen = buying.get(f"/pagar?direccion={home}").text
    bought = {**form_of(buying), "total_seen": boxes(chosen)["total_seen"]}
    assert buying.post("/pagar", data=bought).location != "/pagar"
    assert [(one.label, one.used_at is not None) for one in rows(market)] == [("Casa", True), ("Trabajo", False)]
    assert marked(buying.get("/pagar").text) == ["Casa"]
    assert rows(market)[1].id == office


def test_choosing_one_of_another_code_reckons_the_way_there_and_says_the_total(
    buying: FlaskClient, market: Cast
) -> None:
    keep(market)
    there = keep(market, "Mérida", **{**MERIDA, "street": "Calle 60"})
    near = buying.get("/pagar").text
    assert marked(near) == ["Casa"]
    assert "Con el envío a" not in near
    far = buying.get(f"/pagar?direccion={there}").text
    assert "Con el envío a 97000 son" in far
    assert boxes(far)["total_seen"] != boxes(near)["total_seen"]
    sent = {**FORM, **MERIDA, "street": "Calle 60", "key": boxes(far)["key"], "total_seen": boxes(far)["total_seen"]}
    assert buying.post("/pagar", data=sent).location != "/pagar"
    with market.above() as work:
        bought = work.session.scalars(select(Purchase)).one()
    assert (bought.address["postal_code"], str(bought.total_minor)) == ("97000", boxes(far)["total_seen"])


def test_what_was_typed_besides_stays_when_another_is_chosen(buying: FlaskClient, market: Cast) -> None:
    keep(market)
    there = keep(market, "Mérida", **{**MERIDA, "street": "Calle 60"})
    refused(buying, {**form_of(buying), "email": "otra@example.mx", "phone": "12", "interior": "9"})
    page = buying.get(f"/pagar?direccion={there}").text
    shown = boxes(page)
    assert (shown["email"], shown["street"], shown["interior"]) == ("otra@example.mx", "Calle 60", "")
    assert "Revisa estos datos" not in page
    assert purchases(market) == 0


def test_a_chosen_one_stays_editable_and_is_not_changed_by_that(buying: FlaskClient, market: Cast) -> None:
    keep(market)
    assert buying.post("/pagar", data={**form_of(buying), "street": "Colima"}).location != "/pagar"
    assert [(one.street, one.used_at) for one in rows(market)] == [("Orizaba", None)]


def test_the_address_of_a_purchase_is_kept_where_that_was_ticked(buying: FlaskClient, market: Cast) -> None:
    assert boxes(buying.get("/pagar").text)["label"] == "Casa"  # the first is called so until somebody says otherwise
    form = {**form_of(buying), "keep_address": "y", "label": "Mis papás", "interior": "4-B"}
    assert buying.post("/pagar", data=form).location != "/pagar"
    one = rows(market)[0]
    assert (one.label, one.name, one.street, one.interior) == ("Mis papás", "Lucía Ramos", "Orizaba", "4-B")
    assert one.used_at is not None
    assert buying.post("/pagar", data=form).status_code == 303  # sent again it is the same purchase
    assert len(rows(market)) == purchases(market) == 1


def test_without_the_tick_nothing_is_kept(buying: FlaskClient, market: Cast) -> None:
    assert buying.post("/pagar", data={**form_of(buying), "label": "Casa"}).location != "/pagar"
    assert rows(market) == []


@pytest.mark.parametrize("label", ["", "casa", "x" * 41])
def test_a_name_that_cannot_be_is_said_before_anything_is_bought(buying: FlaskClient, market: Cast, label: str) -> None:
    keep(market)
    page = refused(buying, {**form_of(buying), "keep_address": "y", "label": label})
    assert 'id="label-error"' in page
    assert boxes(page)["label"] == label
    assert re.search(r'<input checked[^>]*name="keep_address"', page)
    assert purchases(market) == 0
    assert len(rows(market)) == 1


def test_nothing_is_kept_of_what_was_not_bought(buying: FlaskClient, market: Cast) -> None:
    form = {**form_of(buying), "keep_address": "y", "label": "Casa", "total_seen": "1"}
    refused(buying, form)
    assert purchases(market) == 0
    assert rows(market) == []


def test_a_guest_keeps_nothing_whatever_their_form_says(app: Flask, market: Cast) -> None:
    guest = app.test_client()
    guest.post("/envio-a", data={"postal_code": "06700"})
    add(guest, make.goods(market))
    assert 'name="keep_address"' not in guest.get("/pagar").text
    guest.post("/pagar", data={**form_of(guest), "keep_address": "y", "label": "Casa"})
    assert purchases(market) == 1
    with market.above() as work:
        assert work.session.scalars(select(SavedAddress)).all() == []


def test_one_colonia_chosen_and_another_written_is_not_guessed(buying: FlaskClient, market: Cast) -> None:
    form = {**form_of(buying), "listed_settlement": "Roma Norte", "settlement": "Condesa"}
    page = refused(buying, form)
    assert "Elegiste una colonia y escribiste otra" in page
    assert (boxes(page)["listed_settlement"], boxes(page)["settlement"]) == ("Roma Norte", "Condesa")
    assert purchases(market) == 0


def test_a_colonia_chosen_from_the_list_is_the_one_it_goes_to(buying: FlaskClient, market: Cast) -> None:
    buying.post("/pagar", data={**form_of(buying), "listed_settlement": "Roma Norte", "settlement": ""})
    with market.above() as work:
        assert work.session.scalars(select(Purchase)).one().address["settlement"] == "Roma Norte"


@pytest.mark.parametrize("listed", ["*", "", "x" * 500, "\x00<b>"])
def test_a_list_that_says_no_colonia_leaves_it_to_the_box(buying: FlaskClient, market: Cast, listed: str) -> None:
    page = refused(buying, {**form_of(buying), "listed_settlement": listed, "settlement": ""})
    assert 'id="settlement-error"' in page
    assert purchases(market) == 0
