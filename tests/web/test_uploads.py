"""Files in forms: what is wrong is said at the field, everything else typed is kept, and nothing is changed."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from psycopg.errors import DeadlockDetected
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from marketplace.app import create_app
from marketplace.care.returns import service
from marketplace.goods.catalog.models import Media
from marketplace.kernel.settings import Settings
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import OrderLine
from marketplace.worker import Worker
from tenants.db import rest
from tests import make
from tests.cast import Cast
from tests.trade.buying import buy
from tests.web.asking import enter


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40)).save(made, "PNG")
    return made.getvalue()


def send(client: FlaskClient, product_id: UUID, *files: tuple[bytes, str]) -> Any:
    path = f"/vender/hilos-alpaca/productos/{product_id}"
    revision = re.search(r'name="revision" type="hidden" value="(\d+)"', client.get(path).text)
    assert revision is not None
    form = {
        "title": "Estambre de prueba", "category": "estambres", "condition": "new", "warranty_months": "3",
        "return_days": "30", "return_paid_by": "seller", "weight_grams": "100", "revision": revision[1],
    }  # fmt: skip
    answer = client.post(path, data={**form, "pictures": [(io.BytesIO(data), name) for data, name in files]})
    answer.request.environ["wsgi.input"].close()  # the client leaves its own temporary file open
    return answer


def pictures(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(Media)) or 0


def test_a_picture_is_taken_whatever_its_name_says(browser_client: FlaskClient, market: Cast) -> None:
    product_id = make.draft(market)
    enter(browser_client, market.alicia)
    assert send(browser_client, product_id, (photo(), "../../etc/passwd.exe")).status_code == 302
    with market.above() as work:
        keys = work.session.scalars(select(Media.key).where(Media.position == 1)).all()
    assert re.fullmatch(r"p/[0-9a-f]{2}/[0-9a-f]{30}", keys[0])
    assert browser_client.get(f"/media/{keys[0]}-400.webp").mimetype == "image/webp"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([(b"<svg onload=alert(1)>", "foto.jpg")], "Es un dibujo SVG"),
        ([(b"\0\0\0\x18ftypheic" + b"\0" * 20, "IMG_1.HEIC")], "No pudimos abrir esta foto HEIC"),
        ([(b"\xff\xd8\xff" + b"\0" * (13 * 1024 * 1024), "foto.jpg")], "Pesa más de 12 MB"),
        ([(photo(), f"{n}.png") for n in range(13)], "hasta 12 a la vez"),
        ([(photo(), "a.png"), (b"no", "b.png")], "no es una foto que podamos usar"),
    ],
)
def test_what_is_refused_is_said_at_the_field_and_the_rest_is_kept(
    browser_client: FlaskClient, market: Cast, files: list[tuple[bytes, str]], said: str
) -> None:
    product_id = make.draft(market)
    enter(browser_client, market.alicia)
    answer = send(browser_client, product_id, *files)
    assert answer.status_code == 422
    assert said in answer.text.split('id="pictures-error"')[1]
    assert 'value="Estambre de prueba"' in answer.text
    assert pictures(market) == 1


def test_who_may_not_enter_has_no_file_looked_at(browser_client: FlaskClient, market: Cast, settings: Settings) -> None:
    product_id = make.draft(market)
    enter(browser_client, market.bruno)
    path = f"/vender/hilos-alpaca/productos/{product_id}"
    before = sorted(settings.media_dir.rglob("*"))
    for person, status in ((market.bruno, 404), (market.pia, 403)):
        enter(browser_client, person)
        sent = {"pictures": (io.BytesIO(photo()), "a.png")}
        assert browser_client.post(path, data=sent).status_code == status
    assert sorted(settings.media_dir.rglob("*")) == before
    assert pictures(market) == 1


def test_pages_may_show_pictures_of_their_own_host_only(market: Cast, settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"media_url": "https://fotos.example.mx/"}))
    policy = app.test_client().get("/").headers["Content-Security-Policy"]
    with app.app_context():
        rest()
    assert "img-src 'self' data: https://fotos.example.mx;" in policy


def kept(settings: Settings) -> list[str]:
    """Every file in either store."""
    folders = (settings.media_dir, settings.private_dir)
    return sorted(str(file) for folder in folders for file in folder.rglob("*") if file.is_file())


def bring(client: FlaskClient, path: str, field: str, **form: str) -> Any:
    answer = client.post(path, data={**form, field: (io.BytesIO(photo()), "a.png")})
    answer.request.environ["wsgi.input"].close()
    return answer


def test_of_what_is_not_theirs_no_picture_is_kept(app: Flask, market: Cast, settings: Settings, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    guest, stranger = app.test_client(), app.test_client()
    buy(guest, make.goods(market))
    enter(stranger, market.diego)
    before = kept(settings)
    for client in (guest, stranger):
        for asked in ("NADA-NADA", code):
            assert bring(client, f"/pedidos/{asked}/devolver", "photos").status_code == 404
    assert bring(app.test_client(), f"/pedidos/{code}/devolver", "photos").status_code == 302
    assert bring(app.test_client(), "/abre-tu-tienda", "document_tax").status_code == 302  # who is not signed in
    enter(stranger, market.alicia)
    unknown = "/vender/hilos-alpaca/productos/00000000-0000-7000-8000-000000000000"
    assert bring(stranger, unknown, "pictures").status_code == 404
    assert kept(settings) == before


def test_of_what_takes_no_pictures_now_none_is_kept_and_it_is_said(
    app: Flask, market: Cast, settings: Settings, worker: Worker
) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    client = app.test_client()
    enter(client, market.carla)
    before = kept(settings)
    answer = bring(client, f"/pedidos/{code}/devolver", "photos", reason="damaged", note="Llegó abierto")
    assert answer.status_code == 422
    assert "el pedido todavía no se entrega" in answer.text
    assert "Llegó abierto" in answer.text
    assert kept(settings) == before


def test_what_a_refused_form_brought_is_forgotten(
    app: Flask, market: Cast, settings: Settings, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    client = app.test_client()
    enter(client, market.carla)
    before = kept(settings)
    path = f"/pedidos/{code}/devolver"
    bad = (io.BytesIO(b"no"), "b.png")
    assert client.post(path, data={"reason": "damaged", "note": "", "photos": bad}).status_code == 422
    assert kept(settings) == before
    assert bring(client, "/abre-tu-tienda", "document_tax", shop_name="Dulces Carla").status_code == 302
    added = kept(settings)
    assert len(added) > len(before)  # what is accepted stays

    def crash(*_of: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("marketplace.care.returns.service.request_return", crash)
    monkeypatch.setattr("marketplace.people.sellers.applications.add_document", crash)
    with market.as_carla() as work:
        (line,) = orders.lines_of(work, orders.get_order(work, code))
    one = {f"line-{line.id}": "1"}
    assert bring(client, path, "photos", reason="damaged", note="Se cae", **one).status_code == 500
    assert bring(client, "/abre-tu-tienda", "document_tax").status_code == 500
    assert kept(settings) == added


def test_sent_again_after_a_deadlock_the_pictures_are_still_there(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    client = app.test_client()
    enter(client, market.carla)
    with market.above() as work:
        line = work.session.scalars(select(OrderLine.id)).one()
    real, calls = service.request_return, []

    def deadlocked(work: Any, *of: Any, **named: Any) -> str:
        calls.append(named["photos"])
        if len(calls) == 1:
            raise OperationalError("", None, DeadlockDetected())
        return real(work, *of, **named)

    monkeypatch.setattr(service, "request_return", deadlocked)
    form = {"reason": "damaged", "note": "Llegó abierto", f"line-{line}": "1"}
    assert bring(client, f"/pedidos/{code}/devolver", "photos", **form).status_code == 302
    assert len(calls) == 2
    assert calls[0] == calls[1] != []
