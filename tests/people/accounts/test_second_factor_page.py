"""The page of second steps opens wherever it is opened, also where passkeys do not work."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.people.accounts.web import factors
from tests.cast import Cast
from tests.web.asking import client_of


@pytest.mark.parametrize("work_here", [True, False])
def test_it_says_where_passkeys_work(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch, work_here: bool
) -> None:
    monkeypatch.setattr(factors, "passkeys_work_here", lambda: work_here)
    page = client_of(app, market.alicia).get("/cuenta/segundo-paso")
    assert page.status_code == 200
    assert ("Las llaves funcionan en" in page.text) is not work_here
