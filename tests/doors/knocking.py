"""Knocking at a door: its address, and what it did, told from outside."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.doors import world as worlds
from tests.doors.table import ADDRESSES
from tests.doors.world import World

IN, SIGN_IN, NO_KEY, NOT_YOURS, NOTHING = "in", "sign in", "no key", "not yours", "nothing"


def outcome(answer: Any) -> str:
    """What a door did, told from outside."""
    if answer.status_code in (301, 302, 303) and answer.headers["Location"].startswith("/entrar"):
        return SIGN_IN
    return {401: NO_KEY, 403: NOT_YOURS, 404: NOTHING}.get(answer.status_code, IN)


def address(app: Flask, rule: Rule, world: World, **instead: Any) -> str:
    """Write a door's address with the things of Hilos Alpaca and of its buyer."""
    best = [beginning for beginning in sorted(ADDRESSES, key=len) if rule.endpoint.startswith(beginning)]
    names: dict[str, str] = {}
    for beginning in best:
        names |= ADDRESSES[beginning]
    values = {part: worlds.plain(world.named[names[part]]) for part in rule.arguments}
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(rule.endpoint, {**values, **instead}, force_external=False)
    return str(built)


def rules_of(app: Flask, endpoint: str) -> list[tuple[Rule, str]]:
    """The ways to knock at a door."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules(endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def knock(client: FlaskClient, method: str, path: str, **more: Any) -> Any:
    answer = client.open(path, method=method, **more)
    assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"
    return answer
