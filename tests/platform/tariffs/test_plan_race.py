"""Two of the staff decide about one shop at once, and a shop sends what it asks twice: one of each is written down."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.people.sellers import ShopPlan, write_plan
from marketplace.people.sellers.models import PlanDecision
from marketplace.platform.tariffs import ask_for_plan, errors, set_shop_plan
from marketplace.platform.tariffs.models import PlanRequest
from tenants.scope import PlatformScope
from tests.cast import Cast
from tests.platform.tariffs.planning import WHY
from tests.racing import at_once, forget_to_read_again

PLANS = (ShopPlan.SUPPORT, ShopPlan.VOLUME)


def decide_twice(app: Flask, market: Cast) -> list[object]:
    def decide(number: int, together: threading.Barrier) -> object:
        fidel = Actor("Fidel Ochoa", uuid4(), "finance", frozenset(STAFF_GRANTED["finance"]))
        with unit_of_work(PlatformScope("staff"), fidel) as work:
            together.wait()
            set_shop_plan(work, market.alpaca.slug, PLANS[number], reason=WHY)
        return "decided"

    return at_once(app, 2, decide)


def test_the_second_sees_what_the_first_decided(app: Flask, market: Cast) -> None:
    told = decide_twice(app, market)
    assert [type(one) for one in told if one != "decided"] == [errors.PlanDecidedMeanwhile]
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(PlanDecision)) == 1


def test_without_the_lock_the_key_alone_would_stop_it(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_to_read_again(monkeypatch)
    monkeypatch.setattr("marketplace.platform.tariffs.plans.write_plan", _slowly(threading.Barrier(2, timeout=60)))
    told = decide_twice(app, market)
    assert [type(one).__name__ for one in told if one != "decided"] == ["IntegrityError"]


def _slowly(both: threading.Barrier) -> Callable[..., PlanDecision]:
    def write(*args: Any, **kwargs: Any) -> PlanDecision:
        both.wait()  # both have read that nothing was decided
        return write_plan(*args, **kwargs)

    return write


def test_what_a_shop_sends_twice_is_asked_once(app: Flask, market: Cast) -> None:
    def ask(_number: int, together: threading.Barrier) -> object:
        with market.as_alicia() as work:
            together.wait()
            ask_for_plan(work, body="Somos una cooperativa.")
        return "asked"

    told = at_once(app, 2, ask)
    assert [type(one) for one in told if one != "asked"] == [errors.PlanRequestWaits]
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(PlanRequest)) == 1
