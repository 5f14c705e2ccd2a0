"""What is logged: enough to find a fault, one line an event whatever a stranger sends, and never a secret."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from flask import Flask

from marketplace import log
from marketplace.people.accounts.rules import TokenPurpose
from marketplace.worker import Worker
from tests.cast import PASSWORD, Cast, code_of
from tests.people.accounts.people import link_of
from tests.web.asking import enter

NEW_PASSWORD = "otras cuatro palabras sueltas"
SECRET = "q7WmZpX0v3nT9aLsYb2KdRfHu5EcJgOi"
CLABE = "002010077777777771"


@pytest.fixture
def everything(app: Flask, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Any:
    """Every line that any logger writes, at its most talkative; gives how to read it."""
    caplog.set_level(logging.DEBUG)
    log.set_up(production=True)
    yield lambda: caplog.text + "".join(capsys.readouterr())
    log.set_up(production=False)


def test_no_password_code_link_key_or_account_is_logged(
    app: Flask, market: Cast, worker: Worker, everything: Any
) -> None:
    browser, code = app.test_client(), code_of(market.alicia)
    enter(browser, market.alicia)
    page = browser.post("/vender/hilos-alpaca/llaves", data={"name": "Caja", "may": ["orders.view"]}).text
    key = page[page.index("tgs_") :].split("<")[0].split('"')[0]
    browser.post("/vender/hilos-alpaca/cuenta-de-pago", data={"clabe": CLABE})
    browser.get("/api/v1/products", headers={"Authorization": f"Bearer {key}"})
    browser.post("/olvide-mi-contrasena", data={"email": market.carla.email})
    worker.drain()
    link = link_of(market, market.carla.id, TokenPurpose.RESET_PASSWORD)
    browser.post(f"/enlace/{link}", data={"password": NEW_PASSWORD})
    browser.post("/entrar", data={"email": market.carla.email, "password": "una que no es"})
    cookie = browser.get_cookie("tianguis")
    assert cookie is not None
    written = everything()
    for secret in (PASSWORD, NEW_PASSWORD, "una que no es", code, key, CLABE, link, cookie.value):
        assert secret not in written


def test_a_crash_tells_where_and_not_what_the_variables_held(
    app: Flask, market: Cast, everything: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marketplace.people.accounts import factors

    def crash(_work: object, *, password: str, **_more: object) -> None:
        secret = f"local {password}"
        raise RuntimeError(len(secret))

    monkeypatch.setattr(factors, "enter_with_password", crash)
    answer = app.test_client().post("/entrar", data={"email": market.carla.email, "password": PASSWORD})
    assert answer.status_code == 500
    written = everything()
    assert "request.crashed" in written
    assert "RuntimeError" in written
    assert PASSWORD not in written


def test_what_was_denied_is_logged_with_who_and_from_where(app: Flask, market: Cast, everything: Any) -> None:
    browser = app.test_client()
    enter(browser, market.pia)
    everything()
    browser.get("/vender/hilos-alpaca/llaves")
    browser.get("/api/v1/products", headers={"Authorization": "Bearer tgs_forged"})
    browser.post("/idioma", data={}, headers={"Sec-Fetch-Site": "cross-site"})
    lines = [
        json.loads(line) for line in everything().splitlines() if "request.denied" in line and line.startswith("{")
    ]
    assert [(line["status"], line["code"]) for line in lines] == [
        (403, "not_allowed"),
        (401, "bad_key"),
        (400, "foreign"),
    ]
    assert lines[0]["account"] == str(market.pia.id)
    assert lines[0]["source"] == "127.0.0.1"
    assert lines[0]["timestamp"].endswith("Z")
    assert all(line["request_id"] for line in lines)
    assert "tgs_forged" not in str(lines)


# What an address names that opens nothing by itself: who is logged out of curiosity gains nothing by it.
NAMES = {"shop", "slug", "code"}


def secret_addresses(app: Flask) -> list[tuple[str, str, str]]:
    """Each address that carries a secret, with it in its place: (endpoint, method, path)."""
    found = []
    for rule in app.url_map.iter_rules():
        if ":" not in rule.rule and set(re.findall(r"<(\w+)>", rule.rule)) - NAMES:  # numbers are no secrets
            path = re.sub(r"<(\w+)>", lambda part: "x-1" if part[1] in NAMES else SECRET, rule.rule)
            found += [(rule.endpoint, method, path) for method in sorted({"GET", "POST"} & (rule.methods or set()))]
    return found


def test_no_refusal_and_no_crash_logs_the_secret_of_an_address(
    app: Flask, market: Cast, everything: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, addresses = app.test_client(), secret_addresses(app)
    assert {"/enlace/", "/invitacion/", "/privacidad/solicitud/"} <= {path.split(SECRET)[0] for *_of, path in addresses}

    def answers(error: Exception) -> Callable[..., Any]:
        def view(**_arguments: Any) -> Any:
            raise error

        return view

    def walk(**headers: str) -> set[int]:
        return {
            browser.open(
                path, method=method, headers=headers, data={"body": "x"} if method == "POST" else None
            ).status_code
            for _endpoint, method, path in addresses
        }

    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert 400 in walk()  # a form of a session that ended
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert 400 in walk(**{"Sec-Fetch-Site": "cross-site"})
    for _endpoint, _method, path in addresses:
        assert browser.delete(path).status_code == 405
        browser.delete(f"{path}/")
        browser.post(f"{path})")
    for error, status in ((RuntimeError("x"), 500), (UnicodeEncodeError("utf-8", "x", 0, 1, "no"), 400)):
        for endpoint, *_of in addresses:
            monkeypatch.setitem(app.view_functions, endpoint, answers(error))
        assert walk() == {status}
    written = everything()
    for event in ("request.denied", "request.crashed", "request.unreadable"):
        assert event in written
    assert "/enlace/<secret>" in written
    assert SECRET not in written


def test_an_error_of_the_database_names_no_values(app: Flask, market: Cast, everything: Any) -> None:
    from sqlalchemy.exc import StatementError

    from marketplace.people.accounts.models import Account

    with pytest.raises(StatementError) as refused, market.above() as work:
        work.session.add(Account(account_id=market.carla.id, kind="member", email="zz-secreto@example.mx"))
        work.session.flush()
    assert "zz-secreto" not in str(refused.value).split("DETAIL")[0]


@pytest.mark.parametrize("production", [True, False])
def test_a_new_line_in_what_is_logged_begins_no_new_event(
    app: Flask, market: Cast, capsys: pytest.CaptureFixture[str], production: bool
) -> None:
    forged = "/x\n2026-01-01T00:00:00Z [info     ] staff.role account=carla role=administrator\r\n"
    log.set_up(production=production)
    try:
        structlog.get_logger().error("request.crashed", path=forged)
    finally:
        log.set_up(production=False)
    written = capsys.readouterr().out.strip()
    assert len(written.splitlines()) == 1
    if production:
        assert json.loads(written)["path"] == forged
