"""Who lost the letter of a purchase gets another by its code and the address it was made with, and nobody else anything."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders import LINK_DAYS
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import FORM, add, form_of

PAGE = "/compra/buscar"


def letters(market: Cast) -> list[Mail]:
    with market.above() as work:
        return list(work.session.scalars(select(Mail).where(Mail.key.startswith("purchase_link:"))))


def the_purchase(market: Cast) -> tuple[Purchase, Order]:
    with market.above() as work:
        return work.session.scalars(select(Purchase)).one(), work.session.scalars(select(Order)).one()


@pytest.fixture
def bought(app: Flask, market: Cast, worker: Worker) -> tuple[Purchase, Order]:
    client = app.test_client()
    client.post("/envio-a", data={"postal_code": FORM["postal_code"]})
    add(client, make.goods(market))
    assert client.post("/pagar", data=form_of(client)).status_code == 303
    worker.drain()
    return the_purchase(market)


def ask(client: FlaskClient, code: str, email: str) -> str:
    answer = client.post(PAGE, data={"code": code, "email": email})
    assert answer.status_code == 200
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)


@pytest.mark.parametrize("of", [0, 1], ids=["the purchase's code", "an order's code"])
def test_the_link_comes_by_letter_and_opens_the_purchase(
    app: Flask, market: Cast, worker: Worker, bought: tuple[Purchase, Order], of: int
) -> None:
    said = ask(app.test_client(), bought[of].code.lower(), FORM["email"].upper())
    worker.drain()
    (letter,) = letters(market)
    assert letter.to == FORM["email"]
    link = re.search(r"/compra/\S+/enlace/\S+", letter.text)
    assert link is not None
    assert link[0] not in said  # the page tells nobody
    assert bought[0].code in app.test_client().get(link[0], follow_redirects=True).text


def test_a_link_that_was_over_opens_again(
    app: Flask, market: Cast, worker: Worker, bought: tuple[Purchase, Order]
) -> None:
    with market.above() as work:
        work.session.execute(update(Purchase).values(link_expires_at=work.now - timedelta(days=1)))
    ask(app.test_client(), bought[0].code, FORM["email"])
    worker.drain()
    with market.above() as work:
        until = work.session.scalars(select(Purchase.link_expires_at)).one()
        assert until > work.now + timedelta(days=LINK_DAYS - 1)


def test_other_codes_and_addresses_get_the_same_answer_and_no_letter(
    app: Flask, market: Cast, worker: Worker, bought: tuple[Purchase, Order]
) -> None:
    right = ask(app.test_client(), bought[0].code, FORM["email"])
    assert ask(app.test_client(), bought[0].code, "otra@example.mx") == right
    assert ask(app.test_client(), "ZZZZ-ZZZZ", FORM["email"]) == right
    worker.drain()
    assert len(letters(market)) == 1


def test_nobody_has_letters_sent_without_end(
    app: Flask, market: Cast, worker: Worker, bought: tuple[Purchase, Order]
) -> None:
    client = app.test_client()
    for _time in range(4):
        ask(client, bought[0].code, FORM["email"])
    answer = client.post(PAGE, data={"code": bought[0].code, "email": FORM["email"]})
    assert answer.status_code == 422
    assert "Hubo muchos intentos" in answer.text
    assert bought[0].code in answer.text  # what was typed stays
    worker.drain()
    assert len(letters(market)) == 4


@pytest.mark.parametrize(
    ("code", "email"), [("", "x@example.mx"), ("7K3M-92QF", "sin arroba"), ("x" * 21, "x@example.mx")]
)
def test_what_is_missing_is_said_at_its_box(app: Flask, market: Cast, worker: Worker, code: str, email: str) -> None:
    answer = app.test_client().post(PAGE, data={"code": code, "email": email})
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text
    worker.drain()
    assert letters(market) == []


def test_who_signs_in_is_shown_the_way(app: Flask, market: Cast) -> None:
    assert f'href="{PAGE}"' in app.test_client().get("/entrar").text
