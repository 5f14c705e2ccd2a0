"""Files in forms: what is wrong is said at the field, everything else typed is kept, and nothing is changed."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from marketplace.app import create_app
from marketplace.catalog.models import Media
from marketplace.kernel.settings import Settings
from tenants.db import rest
from tests import make
from tests.cast import Cast
from tests.web.test_bad_input import enter


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
        ([(b"\0\0\0\x18ftypheic" + b"\0" * 20, "IMG_1.HEIC")], "formato del iPhone"),
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
