"""What came with a form that was not done goes along with its next sending: signed, for who sent it, at that form and box."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.care.returns.models import ReturnCase
from marketplace.goods.catalog.models import Media
from marketplace.kernel.settings import Settings
from marketplace.people.sellers.models import Application, ApplicationDocument
from marketplace.trade.orders.models import OrderLine
from marketplace.web import uploads
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.installation import uploads_of
from tests.people.sellers.applying import DRAFT, PDF
from tests.web.asking import client_of, picture

CUT = b"%PDF-1.7 cortado a la mitad"


def tokens(page: str, box: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(rf'name="{box}-kept" value="([^"]+)"', page)]


def said(page: str) -> list[str]:
    return re.findall(r"Ya subida: ([^<]+)", page)


@pytest.fixture
def path(market: Cast, worker: Worker) -> str:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    return f"/pedidos/{code}/devolver"


def line(market: Cast) -> str:
    with market.above() as work:
        return f"line-{work.session.scalars(select(OrderLine.id)).one()}"


def photos(market: Cast) -> list[str]:
    with market.above() as work:
        return [key for case in work.session.scalars(select(ReturnCase)) for key in case.photos]


def send(client: FlaskClient, path: str, *files: Any, **form: Any) -> Any:
    answer = client.post(path, data={**form, **({"photos": list(files)} if files else {})})
    answer.request.environ["wsgi.input"].close()
    return answer


def test_photos_stay_after_an_error_in_another_box(app: Flask, market: Cast, path: str) -> None:
    carla = client_of(app, market.carla)
    first = send(carla, path, picture(), reason="damaged", note="", **{line(market): "1"})
    assert first.status_code == 422
    assert said(first.text) == ["foto.jpg"]
    kept = tokens(first.text, "photos")
    second = send(carla, path, reason="damaged", note="Llegó roto", **{line(market): "1", "photos-kept": kept})
    assert second.status_code == 302
    assert len(photos(market)) == 1
    assert uploads_of(app).private.has(f"{photos(market)[0]}-400.webp")


def test_they_stay_as_often_as_the_form_comes_back_and_beside_new_ones(app: Flask, market: Cast, path: str) -> None:
    carla = client_of(app, market.carla)
    kept: list[str] = []
    for round_ in range(3):
        again = send(carla, path, picture(), reason="damaged", note="", **{"photos-kept": kept})
        kept = tokens(again.text, "photos")
        assert len(kept) == len(said(again.text)) == round_ + 1
    done = send(carla, path, reason="damaged", note="Roto", **{line(market): "1", "photos-kept": kept[1:]})
    assert done.status_code == 302
    assert len(photos(market)) == 2  # one was left out


def test_a_good_one_stays_beside_a_bad_one(app: Flask, market: Cast, path: str) -> None:
    carla = client_of(app, market.carla)
    bad = (io.BytesIO(b"no"), "b.png")
    again = send(carla, path, picture(), bad, reason="damaged", note="Roto", **{line(market): "1"})
    assert "no es una foto que podamos usar" in again.text
    assert said(again.text) == ["foto.jpg"]
    assert photos(market) == []


def test_no_more_than_fit_counting_what_is_there(app: Flask, market: Cast, path: str) -> None:
    carla = client_of(app, market.carla)
    again = send(carla, path, *(picture() for _ in range(4)), reason="damaged", note="", **{line(market): "1"})
    kept = tokens(again.text, "photos")
    assert len(kept) == 4
    much = send(carla, path, picture(), reason="damaged", note="Roto", **{line(market): "1", "photos-kept": kept})
    assert "hasta 4 a la vez" in much.text
    assert len(said(much.text)) == 4
    assert photos(market) == []


def test_a_token_is_of_its_owner_its_form_and_its_box(
    app: Flask, market: Cast, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    carla, diego = client_of(app, market.carla), client_of(app, market.diego)
    product = make.draft(market)
    kept = tokens(send(carla, path, picture(), reason="damaged", note="").text, "photos")
    assert kept
    stolen = diego.post("/abre-tu-tienda", data={"rfc": "x", "document_tax-kept": kept})
    assert said(stolen.text) == []
    elsewhere = client_of(app, market.alicia).post(
        f"/vender/hilos-alpaca/productos/{product}", data={"title": "", "pictures-kept": kept}
    )
    assert said(elsewhere.text) == []
    broken = send(carla, path, reason="damaged", note="", **{"photos-kept": [kept[0][:-2] + "xx", "", "x.y.z"]})
    assert said(broken.text) == []
    monkeypatch.setattr(uploads, "_KEPT_SECONDS", -1)
    assert said(send(carla, path, reason="damaged", note="", **{"photos-kept": kept}).text) == []


def test_of_a_file_that_is_gone_nothing_is_said(app: Flask, market: Cast, settings: Settings, path: str) -> None:
    carla = client_of(app, market.carla)
    kept = tokens(send(carla, path, picture(), reason="damaged", note="").text, "photos")
    for file in settings.private_dir.rglob("*-400.webp"):
        file.unlink()
    again = send(carla, path, reason="damaged", note="", **{"photos-kept": kept})
    assert (again.status_code, said(again.text)) == (422, [])


def test_sent_twice_what_a_row_names_is_still_there(app: Flask, market: Cast, path: str) -> None:
    carla = client_of(app, market.carla)
    kept = tokens(send(carla, path, picture(), reason="damaged", note="").text, "photos")
    form = {"reason": "damaged", "note": "Roto", line(market): "2", "photos-kept": kept}
    assert send(carla, path, **form).status_code == 302
    assert send(carla, path, **form).status_code == 422  # nothing is left to go back
    assert uploads_of(app).private.has(f"{photos(market)[0]}-400.webp")


def test_a_products_photos_stay_too(app: Flask, market: Cast) -> None:
    product = make.draft(market)
    alicia = client_of(app, market.alicia)
    address = f"/vender/hilos-alpaca/productos/{product}"
    revision = re.search(r'name="revision" type="hidden" value="(\d+)"', alicia.get(address).text)
    assert revision is not None
    form = {
        "title": "", "category": "estambres", "condition": "new", "warranty_months": "3", "return_days": "30",
        "return_paid_by": "seller", "weight_grams": "100", "revision": revision[1],
    }  # fmt: skip
    again = alicia.post(address, data={**form, "pictures": picture()})
    kept = tokens(again.text, "pictures")
    assert (again.status_code, len(kept)) == (422, 1)
    assert alicia.post(address, data={**form, "title": "Estambre", "pictures-kept": kept}).status_code == 302
    with market.above() as work:
        assert len(work.session.scalars(select(Media)).all()) == 2


def papers(market: Cast) -> dict[str, str]:
    with market.above() as work:
        return {one.kind: one.name for one in work.session.scalars(select(ApplicationDocument))}


def apply(client: FlaskClient, **changed: Any) -> Any:
    answer = client.post("/abre-tu-tienda", data={**vars(DRAFT), **changed})
    answer.request.environ["wsgi.input"].close()
    return answer


def test_an_application_keeps_fields_and_papers_and_says_all_that_is_wrong_at_once(app: Flask, market: Cast) -> None:
    carla = client_of(app, market.carla)
    wrong = {"rfc": "MEMA", "shop_name": "Hilos Alpaca", "slug": "operacion", "postal_code": "00000", "clabe": "1"}
    answer = apply(
        carla, **wrong, document_tax=(io.BytesIO(PDF), "constancia.pdf"), document_identity=(io.BytesIO(CUT), "ine.pdf")
    )
    assert answer.status_code == 422
    for box in (*wrong, "document_identity"):
        assert f'id="{box}-error"' in answer.text, box
    assert "no es un PDF que podamos abrir" in answer.text.split('id="document_identity-error"')[1][:200]
    assert "no es una foto" not in answer.text
    assert 'value="Orizaba 101, Roma Norte"' in answer.text
    assert said(answer.text) == ["constancia.pdf"]
    assert papers(market) == {}
    kept = tokens(answer.text, "document_tax")
    saved = apply(carla, **{"document_tax-kept": kept}, document_identity=(io.BytesIO(PDF), "ine.pdf"))
    assert saved.status_code == 302
    assert papers(market) == {"tax": "constancia.pdf", "identity": "ine.pdf"}


def test_what_calls_itself_a_pdf_and_is_none_is_told_as_one(app: Flask, market: Cast) -> None:
    answer = apply(client_of(app, market.carla), document_tax=(io.BytesIO(b"texto"), "Constancia.PDF"))
    assert "no es un PDF que podamos abrir" in answer.text.split('id="document_tax-error"')[1][:200]


def test_bringing_a_paper_keeps_what_was_typed_beside_it(app: Flask, market: Cast) -> None:
    carla = client_of(app, market.carla)
    apply(carla, slug="otra-direccion", document_tax=(io.BytesIO(PDF), "a.pdf"))
    with market.above() as work:
        assert work.session.scalars(select(Application.slug)).one() == "otra-direccion"
    assert papers(market) == {"tax": "a.pdf"}


def test_another_paper_takes_the_place_of_the_one_that_waits(app: Flask, market: Cast) -> None:
    carla = client_of(app, market.carla)
    first = apply(carla, rfc="x", document_tax=(io.BytesIO(PDF), "vieja.pdf"))
    kept = tokens(first.text, "document_tax")
    again = apply(carla, **{"document_tax-kept": kept}, document_tax=(io.BytesIO(PDF), "nueva.pdf"))
    assert again.status_code == 302
    assert papers(market) == {"tax": "nueva.pdf"}


def test_what_is_missing_to_send_it_is_said_at_each_box(app: Flask, market: Cast) -> None:
    carla = client_of(app, market.carla)
    answer = apply(carla, curp="", slug="", submit_for_review="1")
    page = carla.get(answer.location).text
    for box in ("curp", "slug", "document_tax", "document_identity"):
        assert f'id="{box}-error"' in page, box
    assert 'id="rfc-error"' not in page
    assert 'id="curp-error"' not in carla.get("/abre-tu-tienda").text
