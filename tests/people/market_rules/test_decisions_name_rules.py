"""What staff decide names the version of the rules that held then, also after another one began."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text

from marketplace.platform.moderation import measures, things
from marketplace.platform.moderation.measures import Reasons
from marketplace.platform.moderation.models import LiveMeasure
from marketplace.platform.moderation.rules import MeasureKind
from tests.cast import Cast
from tests.people.market_rules.announcing import announced, forgotten
from tests.web.asking import client_of

WHY = Reasons("misleading", "Dice que es de plata y es alpaca.", "Di de qué está hecho.")


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


def _warn(market: Cast) -> None:
    with market.as_sergio() as work:
        thing = things.find_shop(work, market.alpaca.slug)
        measures.decide_measure(work, thing, MeasureKind.WARNING, WHY, begins_on=None, ends_on=None)


def test_a_decision_keeps_the_version_it_was_made_by(app: Flask, market: Cast, administrator: Engine) -> None:
    _warn(market)
    version = announced(market)
    with administrator.begin() as connection:  # its day comes
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(
                "UPDATE rules_version SET announced_at = now() - interval '20 days', in_force_from = now() WHERE version = 2"
            )
        )
    _warn(market)
    with market.above() as work:
        by = work.session.scalars(select(LiveMeasure.rules_version).order_by(LiveMeasure.decided_at)).all()
        assert by == [1, version]
    page = client_of(app, market.alicia).get("/vender/hilos-alpaca/decisiones").text
    assert "/reglas/1#misleading" in page
    assert f"/reglas/{version}#misleading" in page
