"""A private file opens for whom its link was written, while it lasts, and for nobody else."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import login_user
from PIL import Image

from marketplace.demo.story import at
from marketplace.kernel import clock
from marketplace.people.accounts.queries import Person
from marketplace.web.private_files import private_link
from tests.cast import Cast
from tests.cast import Person as Somebody
from tests.installation import uploads_of
from tests.web.asking import PDF, enter


def entered(app: Flask, person: Somebody) -> FlaskClient:
    client: FlaskClient = app.test_client()
    enter(client, person)
    return client


def link_for(app: Flask, person: Somebody, key: str) -> str:
    with app.test_request_context("/"):
        now = clock.now()
        login_user(Person(person.id, person.name, person.email, "es_MX", None, True, True, now, now, 0, None, "token"))
        return private_link(key)


@pytest.fixture
def document(app: Flask, market: Cast) -> str:
    """A PDF of a shop's."""
    key: str = uploads_of(app).keep_document(PDF, folder="documents")
    return key


def test_it_opens_as_an_attachment_that_runs_nothing(app: Flask, market: Cast, document: str) -> None:
    answer = entered(app, market.alicia).get(link_for(app, market.alicia, document))
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"].startswith("private")


def test_a_picture_is_shown_in_its_page(app: Flask, market: Cast) -> None:
    made = io.BytesIO()
    Image.new("RGB", (40, 40)).save(made, "PNG")
    key = uploads_of(app).keep_picture(made.getvalue(), private_folder="private").key
    answer = entered(app, market.alicia).get(link_for(app, market.alicia, f"{key}-400.webp"))
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert "Content-Disposition" not in answer.headers


def test_nobody_else_opens_it(app: Flask, market: Cast, document: str) -> None:
    link = link_for(app, market.alicia, document)
    for somebody in (market.bruno, market.pia, market.sergio):
        assert entered(app, somebody).get(link).status_code == 404
    assert app.test_client().get(link).status_code == 404


def test_a_forged_or_changed_link_opens_nothing(app: Flask, market: Cast, document: str) -> None:
    alicia, link = entered(app, market.alicia), link_for(app, market.alicia, document)
    parts = urlsplit(link)
    ends, signature = (parse_qs(parts.query)[name][0] for name in ("hasta", "firma"))
    for forged in (
        f"{parts.path}?hasta={int(ends) + 900}&firma={signature}",
        f"{parts.path}?hasta={ends}&firma={signature[:-1]}{'1' if signature.endswith('0') else '0'}",
        f"{parts.path}?hasta={ends}&firma=",
        f"{parts.path}?hasta={ends}&firma=ñ",
        f"{parts.path}?hasta=-1&firma={signature}",
        f"{parts.path}?hasta={'9' * 5000}&firma={signature}",
        f"/archivos/documents/00/{'0' * 30}.pdf?hasta={ends}&firma={signature}",
        f"/archivos/../media/x.pdf?hasta={ends}&firma={signature}",
        parts.path,
    ):
        assert alicia.get(forged).status_code == 404, forged
    assert alicia.get(link).status_code == 200


def test_it_ends(app: Flask, market: Cast, document: str) -> None:
    alicia, link = entered(app, market.alicia), link_for(app, market.alicia, document)
    ends = int(parse_qs(urlsplit(link).query)["hasta"][0])
    with at(datetime.fromtimestamp(ends + 1, UTC)):
        assert alicia.get(link).status_code == 404


def test_the_public_door_leads_to_no_private_file(app: Flask, market: Cast, document: str) -> None:
    for path in (f"/media/{document}", f"/media/{document}.webp", f"/media/../private/{document}.webp"):
        assert app.test_client().get(path).status_code == 404
