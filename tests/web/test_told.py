"""What a browser is told follows the commit: a session, a message or a cookie of a work that failed was never said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, after_this_request, flash, g, session
from sqlalchemy.exc import OperationalError

from marketplace.kernel.errors import Conflict
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.trade.orders.errors import AlreadyDone
from marketplace.web.access import DoorWithoutSign, View, anyone, check_signs, requires, seal
from marketplace.web.audiences import BUYER, Sign
from tests.cast import Cast

MakeApp = Callable[..., Flask]


class _Twin(Exception):
    sqlstate = "23505"


def _say() -> None:
    session["said"] = [*session.get("said", []), "x"]
    session["tray"]["one"] = 1
    session.modified = True
    flash("Enviado.")
    g.told = True

    @after_this_request
    def _cookie(response: Response) -> Response:
        response.set_cookie("told", "1")
        return response


def app_with(another_app: MakeApp, view: View) -> Flask:
    """The app with one door more."""
    app = another_app()
    app.config["WTF_CSRF_ENABLED"] = False
    app.testing = False
    room = BUYER.room("told")
    room.post("/decir")(anyone(view))
    app.register_blueprint(room)
    return app


def send(app: Flask) -> tuple[Any, dict[str, Any]]:
    client = app.test_client()
    with client.session_transaction() as before:
        before["tray"] = {"one": 0}
    answer = client.post("/decir")
    with client.session_transaction() as after:
        return answer, dict(after)


def test_what_was_done_is_said(another_app: MakeApp, market: Cast) -> None:
    def view(work: Work) -> str:
        _say()
        return "ok"

    answer, kept = send(app_with(another_app, view))
    assert answer.status_code == 200
    assert kept["said"] == ["x"]
    assert kept["_flashes"] == [("message", "Enviado.")]
    assert "told=1" in str(answer.headers)


@pytest.mark.parametrize("error", [AlreadyDone(state="paid"), RuntimeError("broken")])
def test_what_was_refused_or_broke_was_never_said(another_app: MakeApp, market: Cast, error: Exception) -> None:
    def view(work: Work) -> str:
        _say()
        raise error

    answer, kept = send(app_with(another_app, view))
    assert answer.status_code == (409 if isinstance(error, Conflict) else 500)
    assert "Enviado" not in answer.text
    assert kept["tray"] == {"one": 0}
    assert "said" not in kept
    assert "_flashes" not in kept
    assert "told=1" not in str(answer.headers)


def test_nor_what_could_not_be_committed(another_app: MakeApp, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def view(work: Work) -> str:
        _say()
        return "ok"

    app = app_with(another_app, view)

    def away(_session: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("gone"))

    monkeypatch.setattr("marketplace.kernel.work._commit", away)
    answer, kept = send(app)
    assert answer.status_code == 503
    assert "Enviado" not in answer.text
    assert kept["tray"] == {"one": 0}
    assert "_flashes" not in kept


def test_what_is_tried_again_is_said_once(another_app: MakeApp, market: Cast) -> None:
    tries: list[int] = []

    def view(work: Work) -> str:
        _say()
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("INSERT", {}, _Twin())
        return "ok"

    answer, kept = send(app_with(another_app, view))
    assert (answer.status_code, len(tries)) == (200, 2)
    assert kept["said"] == ["x"]
    assert len(kept["_flashes"]) == 1
    assert str(answer.headers).count("told=1") == 1


# A sign that an audience does not know


@pytest.mark.parametrize("who", ["member", "staff", "key", "somebody"])
def test_a_buyers_door_with_a_sign_that_buyers_do_not_have_does_not_open(
    another_app: MakeApp, market: Cast, who: str
) -> None:
    def view(work: Work) -> str:
        return "in"

    app = another_app()
    app.config["WTF_CSRF_ENABLED"] = False
    app.testing = False
    room = BUYER.room("told")
    room.get("/decir")(seal(view, Sign(who)))
    app.register_blueprint(room)
    with pytest.raises(DoorWithoutSign, match=r"told_buyer\.view"):
        check_signs(app)
    answer = app.test_client().get("/decir")
    assert answer.status_code == 500
    assert answer.text != "in"


def test_a_permission_on_a_buyers_door_does_not_let_everybody_in(another_app: MakeApp, market: Cast) -> None:
    app = another_app()
    room = BUYER.room("told")
    room.get("/decir")(requires(May.VIEW_MONEY)(lambda work: "in"))
    app.register_blueprint(room)
    with pytest.raises(DoorWithoutSign):
        check_signs(app)
