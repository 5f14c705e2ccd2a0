"""What the database says no to is told as what it is: an outage only where it did not answer."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from psycopg import OperationalError as NoAnswer
from psycopg.errors import AdminShutdown, DeadlockDetected, LockNotAvailable, ProgramLimitExceeded, UndefinedParameter
from sqlalchemy.exc import OperationalError

from tests.cast import Cast


@pytest.mark.parametrize(
    ("cause", "status", "said"),
    [
        (NoAnswer("connection refused"), 503, "La base de datos no respondió a tiempo"),
        (AdminShutdown(), 503, "La base de datos no respondió a tiempo"),
        (LockNotAvailable(), 503, "La base de datos no respondió a tiempo"),
        (DeadlockDetected(), 503, "La base de datos no respondió a tiempo"),
        (ProgramLimitExceeded(), 422, "más largo de lo que se puede guardar"),
        (UndefinedParameter(), 500, "Se nos rompió algo a nosotros"),
    ],
)
def test_only_silence_is_an_outage(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch, cause: Exception, status: int, said: str
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("SELECT 1", {}, cause)

    monkeypatch.setitem(app.view_functions, "health.alive", refuse)
    monkeypatch.setattr(app, "testing", False)
    answer = app.test_client().get("/salud/viva")
    assert answer.status_code == status
    assert said in answer.text
    assert ("Retry-After" in answer.headers) is (status == 503)
