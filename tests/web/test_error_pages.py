"""A page of errors says what is true, shows again what was written at length, and leads on."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests

from marketplace.care.messaging import service
from marketplace.platform.channels import service as channels
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import enter

WORDS = "Tres renglones que costó\r\nescribir & que nadie\r\nquiere repetir."


@pytest.fixture
def thread(browser_client: FlaskClient, market: Cast, worker: Worker) -> str:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    enter(browser_client, market.carla)
    return f"/pedidos/{code}/mensajes"


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("ZZ"), 500), (TooManyRequests(), 429)])
def test_what_was_written_is_shown_again_whatever_went_wrong(
    browser_client: FlaskClient, thread: str, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr(service, "write_message", fail)
    answer = browser_client.post(thread, data={"body": WORDS + "\x00", "password": "no se repite"})
    assert answer.status_code == status
    assert "que nadie\nquiere repetir." in answer.text.replace("\r\n", "\n")
    assert "costó" in answer.text
    assert "escribir &amp; que" in answer.text
    assert "no se repite" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'href="{thread}"' in answer.text or "Ir al mercado" in answer.text


def test_what_another_site_sent_is_not_shown_as_if_somebody_had_written_it(
    browser_client: FlaskClient, thread: str
) -> None:
    answer = browser_client.post(thread, data={"body": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "quiere repetir" not in answer.text


def test_what_is_too_large_is_not_called_a_file(browser_client: FlaskClient, thread: str) -> None:
    answer = browser_client.post(thread, data={"body": "x" * 600_000})
    assert answer.status_code == 413
    assert "Lo que enviaste es demasiado grande" in answer.text
    assert "No se guardó nada" in answer.text


def test_the_api_says_what_to_correct(browser_client: FlaskClient, market: Cast) -> None:
    with market.as_alicia() as work:
        key = {"Authorization": f"Bearer {channels.make_key(work, name='Caja', may=channels.KEY_MAY)}"}
    answer = browser_client.get("/api/v1/products?page=x", headers=key)
    assert answer.status_code == 422
    assert answer.json["detail"] == "Corrige los datos señalados y envíalos de nuevo."
    assert answer.json["errors"]
