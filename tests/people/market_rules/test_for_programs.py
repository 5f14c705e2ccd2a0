"""The rules of the market as data: every version with what it says and what it changes, for anybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine

from marketplace.people.market_rules import queries
from tests.cast import Cast
from tests.people.market_rules.announcing import NEW, WHY, announced, forgotten, withdraw


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


def test_it_says_every_version_and_what_each_changes(app: Flask, market: Cast) -> None:
    announced(market)
    answer = app.test_client().get("/reglas.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    second, first = answer.json["versions"]
    with market.above() as work:
        assert first["rules"] == [rule.plain() for rule in queries.rules_of(work, 1)]
        assert second["rules"] == [rule.plain() for rule in queries.rules_of(work, 2)]
    assert (first["version"], first["changes_from"], first["changes"]) == (1, None, [])
    assert (second["version"], second["changes_from"], second["withdrawn_at"]) == (2, 1, None)
    assert {one["code"]: (one["was"] is None, one["becomes"] is None) for one in second["changes"]} == {
        "misleading": (False, False),
        "wrong_category": (False, True),
        NEW.code: (True, False),
    }


def test_what_was_taken_back_says_why_and_nothing_follows_from_it(app: Flask, market: Cast) -> None:
    withdraw(announced(market))
    announced(market)
    third, second, _first = app.test_client().get("/reglas.json").json["versions"]
    assert (second["version"], second["withdrawn_reason"]) == (2, WHY)
    assert (third["version"], third["changes_from"]) == (3, 1)
