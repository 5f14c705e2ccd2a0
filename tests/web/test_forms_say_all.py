"""Buyers' forms tell all that is wrong with them at once, each at its box, and keep what was typed."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.models import Claim
from marketplace.people.accounts.models import Account
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import enter, order_line


def count(market: Cast, table: type) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def test_signing_up(browser_client: FlaskClient, market: Cast) -> None:
    before = count(market, Account)
    answer = browser_client.post("/crear-cuenta", data={"name": "", "email": "nada", "password": "abc"})
    assert answer.status_code == 422
    for box in ("name", "email", "password"):
        assert f'id="{box}-error"' in answer.text, box
    assert count(market, Account) == before


def test_a_return(browser_client: FlaskClient, market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    enter(browser_client, market.carla)
    box = f"line-{order_line(market).id}"
    for typed, said in (
        ("0", "Elige cuántas piezas quieres devolver."),
        ("5", "Escribe un número del 0 al 2."),
        ("dos", "Escribe un número entero, sin decimales."),
    ):
        answer = browser_client.post(f"/pedidos/{code}/devolver", data={box: typed, "reason": "damaged", "note": ""})
        assert answer.status_code == 422
        assert said in answer.text
        for one in (box, "note"):
            assert f'id="{one}-error"' in answer.text, (typed, one)
            assert f'href="#{one}"' in answer.text
        assert f'value="{typed}"' in answer.text
    assert count(market, ReturnCase) == 0
    whole = {box: "1", "reason": "damaged", "note": "Se rompió"}
    assert browser_client.post(f"/pedidos/{code}/devolver", data=whole).status_code == 302
    assert count(market, ReturnCase) == 1


def test_a_claim(browser_client: FlaskClient, market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    enter(browser_client, market.carla)
    form = {"line": str(order_line(market).id), "quantity": "5", "problem": ""}
    answer = browser_client.post(f"/pedidos/{code}/garantia", data=form)
    assert answer.status_code == 422
    for box in ("quantity", "problem"):
        assert f'id="{box}-error"' in answer.text, box
    assert count(market, Claim) == 0
