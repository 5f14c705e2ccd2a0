"""Requests that no browser makes: each has its designed answer, and none is a crash."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import Cast


@pytest.mark.parametrize(
    "host", ["a" * 300, "a" * 64 + ".example", ".", "..", "a..b", "-", "[::1", "ñ" * 70, "a:99999", "%00"]
)
@pytest.mark.parametrize("path", ["/", "/salud/viva", "/api/v1/products", "/static/x.css", "/media/x-400.webp"])
def test_a_host_that_is_none(app: Flask, market: Cast, host: str, path: str) -> None:
    app.testing = False
    try:
        answer = app.test_client().get(path, headers={"Host": host})
    finally:
        app.testing = True
    assert answer.status_code < 500, answer.text
