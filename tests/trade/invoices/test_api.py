"""A shop's own machine: it lists what was asked for, drafts it, and says which of the data is wrong."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.kernel.permissions import May
from marketplace.platform.channels import service as channels
from marketplace.trade.invoices.rules import InvoiceState
from marketplace.worker import Worker
from tests.cast import Cast
from tests.trade.invoices.papers import CARLA, asked, order_of, request_of, send, stamped, waiting
from tests.web.asking import client_of


def key_of(market: Cast, *may: May) -> dict[str, str]:
    with market.as_alicia() as work:
        return {"Authorization": f"Bearer {channels.make_key(work, name='Contabilidad', may=may or channels.KEY_MAY)}"}


@pytest.fixture
def key(market: Cast) -> dict[str, str]:
    return key_of(market)


def test_what_waits_is_listed_with_whom_it_is_for(
    browser_client: FlaskClient, market: Cast, worker: Worker, key: dict[str, str]
) -> None:
    order, code = asked(market, worker)
    answer = browser_client.get("/api/v1/invoices?state=asked", headers=key)
    assert answer.status_code == 200
    (one,) = answer.json["items"]
    assert (one["code"], one["order"], one["rfc"], one["kind"]) == (code, order, CARLA.rfc, "sale")
    assert browser_client.get("/api/v1/invoices?state=sent", headers=key).json["total"] == 0


def test_one_says_what_it_must_come_to_and_is_drafted(
    browser_client: FlaskClient, market: Cast, worker: Worker, key: dict[str, str]
) -> None:
    order, code = asked(market, worker)
    total = order_of(market, order).total_minor
    assert browser_client.get(f"/api/v1/invoices/{code}", headers=key).json["total_minor"] == total
    assert "cfdi:Comprobante" in browser_client.get(f"/api/v1/invoices/{code}/draft", headers=key).json["xml"]
    send(market, worker, code, stamped(total))
    read = browser_client.get(f"/api/v1/invoices/{code}", headers=key).json
    assert read["uuid"] == request_of(market, code).uuid
    assert browser_client.get(f"/api/v1/invoices/{code}/draft", headers=key).status_code == 409


def test_who_has_not_paid_is_nobodys_to_see(app: Flask, market: Cast, key: dict[str, str]) -> None:
    code = waiting(market)
    client, alicia = app.test_client(), client_of(app, market.alicia)
    assert client.get(f"/api/v1/invoices/{code}", headers=key).status_code == 404
    assert client.get(f"/api/v1/invoices/{code}/draft", headers=key).status_code == 404
    assert client.post(f"/api/v1/invoices/{code}/decline", headers=key, json={"reason": "rfc"}).status_code == 404
    for page in ("", "/borrador", "/xml"):
        answer = alicia.get(f"/vender/hilos-alpaca/facturas/{code}{page}")
        assert answer.status_code == 404
        assert CARLA.rfc not in answer.text


def test_it_is_declined_once(browser_client: FlaskClient, market: Cast, worker: Worker, key: dict[str, str]) -> None:
    _order, code = asked(market, worker)
    at = f"/api/v1/invoices/{code}/decline"
    assert browser_client.post(at, headers=key, json={"reason": "porque no"}).status_code == 422
    assert browser_client.post(at, headers=key, json={"reason": "rfc"}).json["state"] == InvoiceState.DECLINED
    assert browser_client.post(at, headers=key, json={"reason": "rfc"}).status_code == 409


def test_a_key_that_may_not_and_the_neighbours_see_nothing(
    browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    _order, code = asked(market, worker)
    assert browser_client.get("/api/v1/invoices", headers=key_of(market, May.VIEW_ORDERS)).status_code == 403
    with market.as_bruno() as work:
        neighbour = {"Authorization": f"Bearer {channels.make_key(work, name='Caja', may=channels.KEY_MAY)}"}
    assert browser_client.get(f"/api/v1/invoices/{code}", headers=neighbour).status_code == 404
    assert browser_client.get("/api/v1/invoices", headers=neighbour).json["total"] == 0
