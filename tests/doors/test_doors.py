"""Every door × every kind of person. And whatever of a neighbour one names, by path, query, form or JSON: there is nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from marketplace.kernel import queue
from marketplace.kernel.permissions import GRANTED, STAFF_GRANTED, May, StaffMay
from marketplace.kernel.settings import Settings
from marketplace.web import health
from marketplace.worker import Worker
from tenants.db import rest
from tenants.roles import Role
from tenants.wall import WalledSession
from tests.doors import world as worlds
from tests.doors.knocking import IN, NO_KEY, NOT_YOURS, NOTHING, SIGN_IN, address, knock, outcome, rules_of
from tests.doors.people import EVERYBODY, HOLDS, MEMBERS, OUTSIDERS, STAFF, STAFF_HOLDS
from tests.doors.table import ANYONE, APPLICANT, BUYER, CALLER, DOORS, LINK, PENDING, PERSON, Key
from tests.doors.world import MARKER, World
from tests.web.asking import enter_by

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(app: Flask, settings: Settings, empty_tables: str) -> Iterator[World]:
    """The market behind the doors, built once: from here on, whatever a request writes is undone at its end."""
    owner = create_engine(settings.owner_database_url)
    with owner.begin() as connection:
        connection.execute(text(empty_tables))
    owner.dispose()
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        made = worlds.build(app, Worker(app))
        with made.market.above("worker") as work:  # the market is ready, however long the tests take
            queue.beat(work, "here:1", looked_at=work.now + timedelta(days=1), took_at=None)
        patch.setattr(health, "MUST_BE_IN_TIME", ())
        for name in EVERYBODY:
            client = app.test_client()
            person = made.people[name]
            if person is not None:
                enter_by(client, made.market, person.email)
            cookie = client.get_cookie("tianguis")
            made.cookies[name] = cookie.value if cookie else None
        patch.setattr(WalledSession, "commit", _undo)
        yield made
        rest()


def _undo(session: WalledSession) -> None:
    session.flush()
    session.rollback()


def expected(endpoint: str, method: str, name: str) -> set[str]:
    """What the table says of a door and a person. Behind an open door there may be nothing."""
    lock = DOORS[endpoint]
    if isinstance(lock, dict):
        lock = lock[method]
    if lock == ANYONE:
        return {IN, NOTHING}
    if lock == LINK:
        return {NOTHING, SIGN_IN} if name == "anonymous" else {NOTHING}
    if lock == PENDING:
        return {SIGN_IN}
    if isinstance(lock, Key) or lock == CALLER:
        return {NO_KEY}  # a browser has no key, whoever sits before it
    if name == "anonymous":
        return {SIGN_IN}
    if lock == PERSON:
        return {IN}
    if lock in (BUYER, APPLICANT):
        return {IN} if name == {BUYER: "buyer", APPLICANT: "other buyer"}[lock] else {NOTHING}
    if isinstance(lock, May):
        return {IN} if name in HOLDS[lock] else {NOT_YOURS} if name in MEMBERS else {NOTHING}
    assert isinstance(lock, StaffMay)
    return {IN} if name in STAFF_HOLDS[lock] else {NOT_YOURS} if name in STAFF else {NOTHING}


def browser(app: Flask, world: World, name: str) -> FlaskClient:
    """Somebody's browser as it was when they came in: what earlier doors told it is forgotten."""
    client = app.test_client()
    if world.cookies[name]:
        client.set_cookie("tianguis", world.cookies[name])
    return client


def test_every_door_is_in_the_table(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(DOORS)


@pytest.mark.parametrize("endpoint", sorted(DOORS))
def test_a_door_opens_for_whom_the_table_says(app: Flask, world: World, endpoint: str) -> None:
    seen = {}
    for rule, method in rules_of(app, endpoint):
        path = address(app, rule, world)
        for name in EVERYBODY:
            answer = knock(browser(app, world, name), method, path)
            if outcome(answer) not in expected(endpoint, method, name):
                seen[method, name] = f"{answer.status_code} {answer.headers.get('Location', '')}"
            if outcome(answer) != IN and not path.endswith(f"/{MARKER}"):
                assert MARKER not in answer.text, f"{name} at {path}"
    assert seen == {}


SELLER_DOORS = [e for e, lock in DOORS.items() if isinstance(lock, May | dict)]
BUYER_DOORS = [e for e, lock in DOORS.items() if lock == BUYER]
API_DOORS = [e for e, lock in DOORS.items() if isinstance(lock, Key)]


@pytest.mark.parametrize("endpoint", sorted(SELLER_DOORS))
def test_the_neighbour_at_home_finds_nothing_of_others(app: Flask, world: World, endpoint: str) -> None:
    """Bruno, who may do everything in his own shop, writes the ids of Hilos Alpaca into his own addresses."""
    for rule, method in rules_of(app, endpoint):
        path = address(app, rule, world, shop=world.market.abedul.slug)
        answer = knock(browser(app, world, "neighbour"), method, path, **_everything(world, method))
        assert MARKER not in answer.text, path
        if rule.arguments - {"shop", "version"}:  # a tariff is everybody's
            assert answer.status_code == 404, f"{method} {path}: {answer.status_code}"


def _everything(world: World, method: str) -> dict[str, Any]:
    """All ids of Hilos Alpaca under every name a form or query might read."""
    values = {name: str(value) for name, value in world.named.items()}
    values |= {
        "line": values["line_id"], f"line-{values['line_id']}": "1", "variant": values["variant_id"],
        "product": values["product_id"], "order": values["order_code"], "code": values["order_code"],
        "case": values["case_id"], "n": values["number"], "shop": world.market.alpaca.slug,
        "tenant_id": str(world.market.alpaca.id), "buyer_id": str(world.market.carla.id),
        "account_id": str(world.market.carla.id), "id": values["product_id"],
    }  # fmt: skip
    return {"query_string": values} if method == "GET" else {"data": values}


@pytest.mark.parametrize("endpoint", sorted(API_DOORS))
def test_the_api_opens_by_its_key_and_for_its_shop_only(app: Flask, world: World, endpoint: str) -> None:
    body = {"variant_id": str(world.named["variant_id"]), "tenant_id": str(world.market.alpaca.id), "carrier": "DHL"}
    for rule, method in rules_of(app, endpoint):
        path = address(app, rule, world)
        sent: dict[str, Any] = {} if method == "GET" else {"json": body}
        mine = {"Authorization": f"Bearer {world.keys['mine']}"}
        theirs = {"Authorization": f"Bearer {world.keys['neighbour']}"}
        assert outcome(knock(app.test_client(), method, path, headers=mine, **sent)) == IN
        foreign = knock(app.test_client(), method, path, headers=theirs, **sent)
        assert MARKER not in foreign.text
        if rule.arguments:
            assert outcome(foreign) == NOTHING or (method != "GET" and foreign.status_code == 422), path
        for wrong in ({}, {"Authorization": "Bearer tgs_forged"}, {"Authorization": "Basic abc"}):
            answer = knock(app.test_client(), method, path, headers=wrong, **sent)
            assert outcome(answer) == NO_KEY
            assert MARKER not in answer.text


def test_looking_at_any_door_writes_nothing(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    path, here = "", threading.get_ident()

    def note(session: WalledSession) -> None:
        mine = threading.get_ident() == here  # and not a worker's that the browser tests left running
        if mine and not session.info["read_only"]:  # the database refuses what such a one would write
            written.append(path)
        _undo(session)

    monkeypatch.setattr(WalledSession, "commit", note)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = address(app, rule, world)
        for name in ("anonymous", "buyer", "other buyer", "owner", "administrator"):
            for method in ("GET", "HEAD"):
                knock(browser(app, world, name), method, path, query_string={"next": "/", "nueva": "1"})
    assert written == []
    path = "the negative control"
    knock(browser(app, world, "owner"), "POST", "/salir")
    assert written == [path]


def test_roles_hold_what_is_written_by_hand(app: Flask) -> None:
    for permission in May:
        assert {role.value for role in Role if permission in GRANTED[role]} == HOLDS[permission], permission
    for staff in StaffMay:
        assert {role for role, held in STAFF_GRANTED.items() if staff in held} == STAFF_HOLDS[staff], staff


def test_the_table_can_fail(app: Flask, world: World) -> None:
    """The negative control: an owner's door, asked as if anybody might enter, is told apart."""
    path = f"/vender/{world.market.alpaca.slug}/llaves"
    assert [outcome(browser(app, world, name).get(path)) for name in ("owner", "manager", *OUTSIDERS)] == [
        IN,
        NOT_YOURS,
        SIGN_IN,
        NOTHING,
        NOTHING,
        NOTHING,
    ]
    assert MARKER in browser(app, world, "owner").get(path).text


# What an auditor sends only leaves the line that says that they looked.
_LEAVES_A_LINE = {"desk_finance_staff.look", "desk_taxes_staff.take_report"}


def test_an_auditor_reads_the_books_and_changes_nothing_at_any_door(app: Flask, world: World) -> None:
    auditor = browser(app, world, "auditor")
    opened, sent = set(), set()
    for endpoint in DOORS:
        for rule, method in rules_of(app, endpoint):
            if not rule.rule.startswith("/operacion"):
                continue
            answer = knock(auditor, method, address(app, rule, world))
            if outcome(answer) == IN:
                (opened if method == "GET" else sent).add(endpoint)
    assert sent == _LEAVES_A_LINE
    assert {"desk_finance_staff.index", "desk_finance_staff.transaction", "desk_finance_staff.file"} <= opened
    assert {"adjustments_staff.show", "desk_books_staff.ledger", "desk_taxes_staff.report"} <= opened
