"""Staff take announced rules back before their day, with a reason that everybody reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from marketplace.people.market_rules import queries
from marketplace.people.market_rules.errors import NoSuchRulesVersion, RulesBegun, RulesReasonMissing
from marketplace.platform.notifications.models import Notification
from marketplace.worker import Worker
from tests.cast import Cast
from tests.people.market_rules.announcing import WHY, announced, forgotten, withdraw


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


def test_taken_back_the_rules_of_before_go_on(app: Flask, market: Cast, worker: Worker) -> None:
    version = announced(market)
    worker.drain()
    for _again in range(2):
        withdraw(version)
    worker.drain()
    with market.above() as work:
        found = queries.get_version(work, version)
        work.now = found.in_force_from
        assert queries.version_in_force(work) == 1
        told = work.session.scalars(select(Notification).where(Notification.kind == "rules_withdrawn")).all()
        assert sorted(str(one.tenant_id) for one in told) == sorted([str(market.alpaca.id), str(market.abedul.id)])
    assert WHY in app.test_client().get(f"/reglas/{version}").text


def test_it_needs_a_reason_and_a_version_that_has_not_begun(market: Cast) -> None:
    version = announced(market)
    for number, reason, refusal in (
        (version, "No.", RulesReasonMissing),
        (1, WHY, RulesBegun),
        (7, WHY, NoSuchRulesVersion),
    ):
        with pytest.raises(refusal):
            withdraw(number, reason)
    with market.above() as work:
        assert queries.find_announced(work) is not None


def test_after_that_another_may_be_announced(market: Cast) -> None:
    withdraw(announced(market))
    assert announced(market) == 3
