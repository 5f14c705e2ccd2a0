"""Making a key on its page: nothing is chosen beforehand, and the key does what was ticked, and no more."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.kernel.permissions import May
from marketplace.platform.channels.errors import KeyOpensNothing
from marketplace.platform.channels.models import ApiKey
from marketplace.platform.channels.service import KEY_MAY, find_holder, make_key
from tests.cast import Cast
from tests.web.asking import client_of

AT = "/vender/hilos-alpaca/llaves"


@pytest.fixture
def alicia(app: Flask, market: Cast) -> FlaskClient:
    return client_of(app, market.alicia)


def keys(market: Cast) -> list[ApiKey]:
    with market.above() as work:
        return list(work.session.scalars(select(ApiKey)))


def test_nothing_is_chosen_beforehand_and_each_thing_is_explained(alicia: FlaskClient) -> None:
    page = alicia.get(AT).text
    boxes = re.findall(r'<input[^>]*name="may"[^>]*>', page)
    assert len(boxes) == len(KEY_MAY)
    assert not any("checked" in box for box in boxes)
    assert "con el RFC y los datos fiscales de quien compra" in page


def test_without_a_choice_no_key_is_made_and_the_name_stays(market: Cast, alicia: FlaskClient) -> None:
    answer = alicia.post(AT, data={"name": "Punto de venta"})
    assert answer.status_code == 422
    assert 'id="may-error"' in answer.text
    assert 'value="Punto de venta"' in answer.text
    assert keys(market) == []


def test_it_does_what_was_ticked_and_no_more(market: Cast, alicia: FlaskClient) -> None:
    page = alicia.post(AT, data={"name": "Caja", "may": [May.CHANGE_STOCK.value, May.VIEW_SHOP.value]}).text
    secret = re.search(r"<code>(tgs_[^<]+)</code>\s*</p>", page)
    assert secret is not None
    holder = find_holder(secret[1])
    assert holder is not None
    assert holder.may == {May.CHANGE_STOCK, May.VIEW_SHOP}


def test_what_no_key_does_is_no_choice(market: Cast, alicia: FlaskClient) -> None:
    assert alicia.post(AT, data={"name": "Caja", "may": [May.MANAGE_PAYOUT.value]}).status_code == 422
    with pytest.raises(KeyOpensNothing), market.as_alicia() as work:
        make_key(work, name="Caja", may=[May.MANAGE_PAYOUT])
    assert keys(market) == []
