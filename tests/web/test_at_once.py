"""One form sent twice at once: the second finds what the first wrote, and says so in its own words."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.people.sellers import team
from marketplace.web import access
from tenants.models import Invitation
from tests.cast import Cast
from tests.web.asking import enter


def invite_twice(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Both look whether somebody is invited before either writes it down."""
    together, send, waited = threading.Barrier(2), team._send, threading.local()

    def slowly(*arguments: Any) -> None:
        if not hasattr(waited, "once"):
            waited.once = True
            together.wait(60)
        send(*arguments)

    monkeypatch.setattr(team, "_send", slowly)
    browsers = [app.test_client(), app.test_client()]
    for browser in browsers:
        enter(browser, market.alicia)

    def invite(browser: Any) -> Any:
        return browser.post("/vender/hilos-alpaca/equipo", data={"email": "nora@example.mx", "role": "service"})

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(invite, browsers))


def invitations(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(Invitation)) or 0


def test_of_two_invitations_one_is_made_and_the_other_is_told(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = invite_twice(app, market, monkeypatch)
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert invitations(market) == 1


def test_without_trying_again_the_other_would_see_a_fault(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_TRY_AGAIN", ())
    answers = invite_twice(app, market, monkeypatch)
    assert sorted(answer.status_code for answer in answers) == [302, 500]
    assert invitations(market) == 1
