"""An e-mail address is one address: what is none is said at its field, what was typed stays, and nothing is written."""

from __future__ import annotations

import html
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.people.accounts.models import Account
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tests.cast import PASSWORD, Cast

NONE = [
    "x<victim@x.mx",
    "a,b@x.mx",
    "a@x.mx,b@x.mx",
    "Ana <ana@x.mx>",
    "ana@x",
    "ana@@x.mx",
    "ana@-x.mx",
    "@x.mx",
    "ñandú@x.mx",
]
SAID = "Escribe un correo completo, como nombre@ejemplo.mx."


def accounts(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(Account)) or 0


@pytest.mark.parametrize("typed", NONE)
def test_what_is_no_address_is_said_at_its_field(
    typed: str, browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    before = accounts(market)
    form = {"name": "Nora Paz", "email": typed, "password": "cuatro palabras bien sueltas"}
    answer = browser_client.post("/crear-cuenta", data=form)
    assert answer.status_code == 422
    assert SAID in html.unescape(answer.text)
    assert typed in html.unescape(answer.text)
    worker.drain()
    assert accounts(market) == before
    with market.above() as work:
        assert work.session.scalars(select(Mail.to)).all() == []


@pytest.mark.parametrize("path", ["/entrar", "/olvide-mi-contrasena"])
def test_other_forms_ask_the_same(path: str, browser_client: FlaskClient, market: Cast) -> None:
    answer = browser_client.post(path, data={"email": "x<victim@x.mx", "password": "da igual"})
    assert answer.status_code == 422
    assert SAID in html.unescape(answer.text)


@pytest.mark.parametrize("typed", ["ana@x.mx", "Ana.Lopez@x.mx", "ana+tianguis@correo.example.mx", "ana@cañón.mx"])
def test_addresses_that_people_have_are_taken(typed: str, browser_client: FlaskClient, market: Cast) -> None:
    form = {"name": "Nora Paz", "email": typed, "password": "cuatro palabras bien sueltas"}
    assert browser_client.post("/crear-cuenta", data=form).status_code in (200, 302, 303)


@pytest.mark.parametrize("path", ["/entrar", "/crear-cuenta", "/olvide-mi-contrasena"])
def test_a_long_address_is_no_outage(path: str, app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "testing", False)
    scattered = "".join(Random(5).choices("abcdefghijklmnop0123456789", k=6_000))  # an index packs what repeats itself
    form = {"email": f"ana@example.{scattered}", "password": "cuatro palabras bien raras", "name": "Ana"}
    answer = app.test_client().post(path, data=form)
    assert answer.status_code == 422
    assert SAID in html.unescape(answer.text)


def test_signs_that_nobody_sees_are_no_part_of_an_address(browser_client: FlaskClient, market: Cast) -> None:
    form = {"email": f"\u200b{market.carla.email.upper()}\ufeff", "password": PASSWORD}
    assert browser_client.post("/entrar", data=form).status_code == 302
