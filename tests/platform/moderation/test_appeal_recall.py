"""What staff recall is a decision like any other: its shop appeals, somebody else answers, and what was wrong ends."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from marketplace.care.recalls.queries import product_of_listing
from marketplace.care.recalls.rules import RecallGround
from marketplace.care.recalls.service import StaffReasons, start_recalls
from marketplace.platform.moderation import appeals, errors
from marketplace.platform.moderation.rules import Appealed
from marketplace.worker import Worker
from tests import make
from tests.care.recalls.recalling import SAID, recall, recalls
from tests.cast import Cast
from tests.platform.moderation.reporting import as_nora
from tests.web.asking import client_of

_PAGE = "/vender/hilos-alpaca/decisiones"


def staffs_recall(market: Cast) -> UUID:
    of, why = make.goods(market), StaffReasons(RecallGround.DEFECT, "Cambia el tinte.")
    with market.as_sergio() as work:
        start_recalls(work, product_of_listing(work, of.number), SAID, why, seen_orders=0)
    return recalls(market)[0].id


def appeal_of(market: Cast, recall_id: UUID) -> UUID:
    with market.above() as work:
        found = appeals.find_decision_appeal(work, Appealed.RECALL, recall_id)
        assert found is not None
        return found.id


def test_an_appeal_that_is_right_ends_it(app: Flask, market: Cast, worker: Worker) -> None:
    recall_id = staffs_recall(market)
    alicia, path = client_of(app, market.alicia), f"{_PAGE}/retiro/{recall_id}/apelar"
    assert path in alicia.get(_PAGE).text
    assert "Destiñe y mancha." in alicia.get(path).text
    assert client_of(app, market.pia).post(path, data={"body": "No destiñe."}).status_code == 403
    assert alicia.post(path, data={"body": "No destiñe: van las pruebas."}).status_code == 302
    assert alicia.post(path, data={"body": "Otra vez."}).status_code == 422
    appeal_id = appeal_of(market, recall_id)
    assert (
        "Tú interviniste en esta decisión"
        in client_of(app, market.sergio).get(f"/operacion/apelaciones/{appeal_id}").text
    )
    with pytest.raises(errors.AnotherMustAnswer), market.as_sergio() as work:
        appeals.answer_decision_appeal(work, appeal_id, upheld=True, answer="Sí.")
    assert recalls(market)[0].state == "open"
    with as_nora() as work:
        appeals.answer_decision_appeal(work, appeal_id, upheld=True, answer="Las pruebas lo dicen.")
    worker.drain()
    (over,) = recalls(market)
    assert (over.state, over.closing) == ("closed", "Las pruebas lo dicen.")
    page = alicia.get(_PAGE).text
    assert "la decisión se retira" in page
    assert "Las pruebas lo dicen." in page


def test_one_that_is_not_leaves_it(market: Cast) -> None:
    recall_id = staffs_recall(market)
    with market.as_alicia() as work:
        appeals.appeal_decision(work, Appealed.RECALL, recall_id, body="No destiñe.")
    with as_nora() as work:
        appeals.answer_decision_appeal(work, appeal_of(market, recall_id), upheld=False, answer="Destiñe.")
    assert recalls(market)[0].state == "open"


def test_a_shop_appeals_neither_its_own_recall_nor_anothers(app: Flask, market: Cast) -> None:
    recall(market, make.goods(market), seen=0)
    own = recalls(market)[0].id
    with pytest.raises(errors.NoSuchDecision), market.as_alicia() as work:
        appeals.appeal_decision(work, Appealed.RECALL, own, body="No.")
    assert f"{own}/apelar" not in client_of(app, market.alicia).get(_PAGE).text
    with pytest.raises(errors.NoSuchDecision), market.as_bruno() as work:
        appeals.appeal_decision(work, Appealed.RECALL, own, body="No.")
