"""A shop says for how much it wraps an order as a gift, and whether a message goes with it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine
from marketplace.people.sellers.errors import WrapTooDear
from marketplace.people.sellers.models import Shop
from marketplace.people.sellers.service import offer_gifts
from tests.cast import Cast
from tests.web.asking import client_of

PATH = "/vender/hilos-alpaca/regalos"


def offered(market: Cast) -> tuple[int | None, bool]:
    with market.above() as work:
        shop = work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id))
        return shop.wrap_minor, shop.gift_messages


def test_it_is_offered_from_the_page_and_an_older_form_says_what_it_is_now(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    version = re.search(r'name="version" type="hidden" value="(\d+)"', alicia.get(PATH).text)
    assert version is not None
    form = {"version": version[1], "wraps": "y", "wrap": "45", "messages": "y"}
    page = alicia.post(PATH, data=form | {"wrap": "500.01"})
    assert page.status_code == 422
    assert "de $0 a $500" in page.text
    assert 'value="500.01"' in page.text
    assert offered(market) == (None, False)
    assert alicia.post(PATH, data=form).status_code == 302
    assert offered(market) == (4_500, True)
    older = alicia.post(PATH, data=form | {"wrap": "30"})
    assert older.status_code == 409
    assert "45.00" in older.text
    assert 'value="30"' in older.text
    assert offered(market) == (4_500, True)
    with market.above() as work:
        (line,) = work.session.scalars(select(AuditLine).where(AuditLine.verb == "sellers.gifts"))
    assert line.details == {"before_minor": None, "wrap_minor": 4_500, "messages": True}


def test_who_may_not_and_what_is_refused(market: Cast) -> None:
    with pytest.raises(NotAllowed), market.as_pia() as work:
        offer_gifts(work, wrap_minor=0, messages=True, seen_version=1)
    for price in (-1, 50_001):
        with pytest.raises(WrapTooDear), market.as_alicia() as work:
            seen = work.session.get_one(Shop, (market.alpaca.id, market.alpaca.id)).version
            offer_gifts(work, wrap_minor=price, messages=True, seen_version=seen)
    assert offered(market) == (None, False)
