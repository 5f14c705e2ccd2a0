"""How fast a shop's programs may call."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from marketplace.kernel.ids import new_id
from marketplace.platform.channels import service as channels
from marketplace.web import pace
from marketplace.web.pace import Pace
from tests.cast import Cast


def test_a_shop_that_calls_too_often_is_told_when_to_come_back(another_app: Callable[..., Flask], market: Cast) -> None:
    client = another_app(api_calls_a_minute=3).test_client()
    with market.as_alicia() as work:
        mine = [
            {"Authorization": f"Bearer {channels.make_key(work, name=name, may=channels.KEY_MAY)}"}
            for name in ("Caja", "Bodega")
        ]
    with market.as_bruno() as work:
        theirs = {"Authorization": f"Bearer {channels.make_key(work, name='Caja', may=channels.KEY_MAY)}"}
    seen = [client.get("/api/v1/products", headers=mine[n % 2]).status_code for n in range(4)]
    assert seen == [200, 200, 200, 429]  # another key of the same shop is no way around
    answer = client.get("/api/v1/products", headers=mine[0])
    assert answer.json["status"] == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 20
    assert client.get("/api/v1/products", headers=theirs).status_code == 200


def test_calls_come_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: moment[0])
    kept, who = Pace(60), new_id()
    assert [kept.take(who) for _ in range(61)] == [0] * 60 + [1]
    moment[0] += 2
    assert [kept.take(who) for _ in range(3)] == [0, 0, 1]
    moment[0] += 3600
    assert [kept.take(who) for _ in range(61)] == [0] * 60 + [1]  # what was not used is not saved up
