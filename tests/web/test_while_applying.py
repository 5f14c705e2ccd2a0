"""The application while one types: kept by itself where it is right, and said what it means; all that is wrong at once."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.people.sellers.applying import Draft
from marketplace.people.sellers.models import Application, ApplicationDocument
from marketplace.worker import Worker
from tests.cast import Cast
from tests.people.sellers.applying import DRAFT, PDF, handed_in, save
from tests.web.asking import client_of

PAGE, MEANWHILE = "/abre-tu-tienda", "/abre-tu-tienda/mientras"


def type_(client: FlaskClient, **typed: str) -> str:
    answer = client.post(MEANWHILE, data=typed)
    assert answer.status_code == 200
    return answer.text


def part(page: str, name: str) -> str:
    found = re.search(rf'id="{name}-told"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found is not None, name
    return " ".join(found[1].split())


def kept(market: Cast) -> Draft | None:
    with market.above() as work:
        row = work.session.scalars(select(Application)).one_or_none()
        return row and Draft(**{name: getattr(row, name) for name in Draft.__dataclass_fields__})


def test_what_is_typed_is_kept_where_it_is_right(app: Flask, market: Cast) -> None:
    carla = client_of(app, market.carla)
    type_(carla, person="natural", legal_name="Carla Méndez Anaya", rfc="MEMA79", street="Orizaba 101", slug="Á")
    assert kept(market) == Draft(legal_name="Carla Méndez Anaya", street="Orizaba 101")
    type_(carla, **{**vars(DRAFT), "phone": "12"})
    assert kept(market) == replace(DRAFT, phone="", curp="", clabe="")


def test_curp_and_clabe_are_kept_by_the_button_alone(app: Flask, market: Cast) -> None:
    save(market)
    carla = client_of(app, market.carla)
    told = type_(carla, **{**vars(DRAFT), "clabe": "002010077777777771", "curp": ""})
    assert part(told, "clabe") == "Banamex"
    assert "menos la CURP, la CLABE y los archivos" in part(told, "kept")
    now = kept(market)
    assert now is not None
    assert (now.clabe, now.curp) == (DRAFT.clabe, DRAFT.curp)


def test_place_bank_and_address_are_said_while_one_types(app: Flask, market: Cast) -> None:
    carla = client_of(app, market.carla)
    told = type_(carla, postal_code="06700", clabe=DRAFT.clabe, slug="dulces-carla")
    assert part(told, "postal_code").startswith("Ciudad de México")
    assert "Roma Norte" in part(told, "postal_code")
    assert part(told, "clabe")
    assert part(told, "slug") == "Está libre: tianguis/tienda/dulces-carla"
    taken = type_(carla, postal_code="00000", clabe="1", slug="hilos-alpaca")
    assert (part(taken, "postal_code"), part(taken, "clabe")) == ("", "")
    assert part(taken, "slug") == "Esa dirección ya es de otra tienda."


def test_the_same_is_said_without_a_script_once_it_is_saved(app: Flask, market: Cast) -> None:
    save(market)
    page = client_of(app, market.carla).get(PAGE).text
    assert "Roma Norte" in part(page, "postal_code")
    assert part(page, "clabe")
    assert "Está libre" in part(page, "slug")


def test_what_staff_have_is_not_kept_over(app: Flask, market: Cast) -> None:
    handed_in(app, market)
    assert client_of(app, market.carla).post(MEANWHILE, data={"street": "Otra 1"}).status_code == 409
    assert kept(market).street == DRAFT.street  # type: ignore[union-attr]


def test_sending_says_all_that_is_wrong_and_all_that_is_missing_at_once(app: Flask, market: Cast) -> None:
    typed = {**vars(DRAFT), "rfc": "MEMA790325AB4", "slug": "hilos-alpaca", "shop_name": "Hi1os Alpaca", "street": ""}
    files = {"document_tax": (io.BytesIO(PDF), "a.pdf"), "document_identity": (io.BytesIO(b"texto"), "b.pdf")}
    answer = client_of(app, market.carla).post(PAGE, data={**typed, **files, "submit_for_review": "1"})
    assert answer.status_code == 422
    said = set(re.findall(r'id="([a-z_]+)-error"', answer.text))
    assert said == {"rfc", "slug", "shop_name", "street", "document_identity"}
    assert "Ya subida: a.pdf" in answer.text
    assert kept(market) is None


def test_a_paper_may_be_the_first_thing_that_is_saved(app: Flask, market: Cast) -> None:
    carla = client_of(app, market.carla)
    answer = carla.post(PAGE, data={"person": "natural", "document_tax": (io.BytesIO(PDF), "a.pdf")})
    assert answer.status_code == 302
    assert kept(market) == Draft()
    with market.above() as work:
        assert work.session.scalars(select(ApplicationDocument.kind)).all() == ["tax"]


def test_who_sent_it_is_led_to_the_shop_to_prepare_and_sees_its_steps(app: Flask, market: Cast, worker: Worker) -> None:
    handed_in(app, market)
    carla = client_of(app, market.carla)
    assert "En unos segundos aparece aquí tu tienda" in carla.get(PAGE).text
    worker.drain()
    page = carla.get(PAGE).text
    assert 'href="/vender/dulces-carla/"' in page
    assert "6 de 16 pasos" in page
    today = carla.get("/vender/dulces-carla/").text
    assert "Tu tienda todavía no abre" in today
    assert "/llaves" not in today
    assert carla.get("/vender/dulces-carla/llaves").status_code == 403
    assert client_of(app, market.diego).get("/vender/dulces-carla/").status_code == 404
