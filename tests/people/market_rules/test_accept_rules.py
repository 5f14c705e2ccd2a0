"""An owner accepts announced rules for the shop; silence is no acceptance."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from marketplace.kernel.work import AuditLine
from marketplace.people.market_rules import accept_rules
from marketplace.people.market_rules.errors import NoRulesAnnounced, NoSuchRulesVersion
from marketplace.people.market_rules.models import RulesAcceptance
from tests.cast import Cast
from tests.people.market_rules.announcing import announced, forgotten
from tests.web.asking import client_of

COMING = "/vender/hilos-alpaca/reglas"


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


def test_the_owner_reads_them_and_accepts_once(app: Flask, market: Cast) -> None:
    version = announced(market)
    alicia, ada = client_of(app, market.alicia), client_of(app, market.ada)
    page = " ".join(alicia.get(COMING).text.split())
    assert "Si no dices nada y sigues vendiendo, valen para tu tienda desde ese día" in page
    assert f"/reglas/{version}/cambios" in page
    assert "versión nueva de las reglas" in alicia.get("/vender/hilos-alpaca/").text
    assert "Aceptar las reglas" not in ada.get(COMING).text
    assert ada.post(f"{COMING}/{version}/aceptar").status_code == 403
    for _again in range(2):
        assert alicia.post(f"{COMING}/{version}/aceptar").status_code == 302
    with market.above() as work:
        (said,) = work.session.scalars(select(RulesAcceptance)).all()
        assert (said.tenant_id, said.version, said.name) == (market.alpaca.id, version, market.alicia.name)
        assert said.account_id == market.alicia.id
        lines = work.session.scalars(select(AuditLine.subject).where(AuditLine.verb == "market_rules.accept")).all()
        assert lines == [f"rules:{version}"]
    assert "versión nueva de las reglas" not in alicia.get("/vender/hilos-alpaca/").text
    with market.as_bruno() as work:
        assert work.session.scalars(select(RulesAcceptance)).all() == []  # the neighbour sees none of it


def test_what_is_not_announced_cannot_be_accepted(market: Cast) -> None:
    for version, refusal in ((1, NoRulesAnnounced), (2, NoSuchRulesVersion)):
        with market.as_alicia() as work, pytest.raises(refusal):
            accept_rules(work, version)
    with market.above() as work:
        assert work.session.scalars(select(RulesAcceptance)).all() == []


def test_what_was_accepted_stands(market: Cast, administrator: Engine) -> None:
    version = announced(market)
    with market.as_alicia() as work:
        accept_rules(work, version)
    with pytest.raises(DBAPIError), administrator.begin() as connection:
        connection.execute(text("UPDATE rules_acceptance SET name = 'Otra'"))
