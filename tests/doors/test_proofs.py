"""Whoever finds something by a key proves that it is theirs: with everything that the owner's addresses and forms carry, but
without the proof, nothing is seen and no row is changed."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, select, text

from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tenants.db import rest
from tenants.scope import PlatformScope
from tests import make
from tests.doors import world as worlds
from tests.doors.knocking import IN, NO_KEY, NOT_YOURS, NOTHING, SIGN_IN, address, knock, outcome, rules_of
from tests.doors.proofs import ACCOUNT, PROOFS, PURCHASE, SECRET, SIGNATURE, proof_of
from tests.doors.table import DOORS, Key
from tests.doors.world import MARKER, World
from tests.web.asking import FORM, add, enter_by, form_of

pytestmark = pytest.mark.slow

# What reads something that came along: a form, a cookie, an address's query, the session, the file that was sent.
_CARRIED = re.compile(
    r"request\.(form|cookies|args)|form\.\w+\.data|session\.(get|pop)|session\[|pending\(|challenge\(|CartForm|_owner\("
)
# Written by whoever knocks anywhere, or by the clock beside: nothing of the things behind doors.
_BESIDE = {"user_session", "sign_in_attempt", "passkey_challenge", "alembic_version", "postal_code"}


def test_every_door_that_finds_something_says_what_proves_it(app: Flask) -> None:
    finds = set()
    for rule in app.url_map.iter_rules():
        source = inspect.getsource(inspect.unwrap(app.view_functions[rule.endpoint]))
        if rule.endpoint not in ("static", "bootstrap.static") and (rule.arguments or _CARRIED.search(source)):
            finds.add(rule.endpoint)
    unsaid = [endpoint for endpoint in finds if not _says(endpoint)]
    assert unsaid == []
    assert set(PROOFS) <= set(DOORS)


def _says(endpoint: str) -> bool:
    try:
        return bool(proof_of(endpoint))
    except KeyError:
        return False


class Market:
    """A market with rows that are really written, the forms its buyers sent, and those who try them without a proof."""

    def __init__(self, app: Flask, world: World, owner: Engine) -> None:
        self.app, self.world, self.owner = app, world, owner
        self.forms: list[dict[str, str]] = []
        self.addresses: list[dict[str, str]] = []
        self.strangers: dict[str, FlaskClient] = {"a stranger": app.test_client()}
        for name in ("other buyer", "neighbour"):
            self.strangers[name] = self.entered(name)
        self._buy(self.entered("buyer"), "who signed out")
        self._buy(app.test_client(), "a guest who left")

    def entered(self, name: str) -> FlaskClient:
        person, client = self.world.people[name], self.app.test_client()
        assert person is not None
        enter_by(client, self.world.market, person.email)
        return client

    def _buy(self, client: FlaskClient, afterwards: str) -> None:
        goods = make.goods(self.world.market, title=f"Madeja {MARKER}")
        client.post("/envio-a", data={"postal_code": "06700"})
        add(client, goods)
        form = form_of(client)
        assert client.post("/pagar", data=form).status_code == 303
        self.forms.append({**FORM, **form})
        with unit_of_work(PlatformScope("test"), read_only=True) as work:
            bought = work.session.scalars(select(Purchase).order_by(Purchase.created_at.desc()).limit(1)).one()
            order = work.session.scalars(select(Order.code).where(Order.purchase_id == bought.id)).one()
            self.addresses.append({"purchase_code": bought.code, "order_code": order})
        assert client.get(f"/compra/{self.addresses[-1]['purchase_code']}").status_code == 200
        client.post("/salir")
        self.strangers[afterwards] = client

    def rows(self) -> dict[str, tuple[int, str]]:
        """Of each table how many rows there are, and a sum over all that is in them."""
        with self.owner.connect() as connection:
            names = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
            each = [
                f"SELECT '{name}', count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{name}\" t"
                for name in sorted(set(names) - _BESIDE)
            ]
            return {row[0]: (row[1], row[2]) for row in connection.execute(text(" UNION ALL ".join(each)))}


@pytest.fixture(scope="module")
def market(app: Flask, settings: Settings, empty_tables: str) -> Iterator[Market]:
    owner = create_engine(settings.owner_database_url)
    with owner.begin() as connection:
        connection.execute(text(empty_tables))
    with app.app_context():
        made = Market(app, worlds.build(app, Worker(app)), owner)
        yield made
        rest()
    owner.dispose()


def behind_a_proof(endpoint: str) -> bool:
    if proof_of(endpoint) in (ACCOUNT, PURCHASE, SECRET, SIGNATURE):
        return True
    return endpoint not in PROOFS


FINDING = sorted(
    endpoint
    for endpoint, lock in DOORS.items()
    if (endpoint in PROOFS or not endpoint.partition(".")[0].endswith("_buyer"))
    and (
        endpoint in PROOFS
        or isinstance(lock, Key)
        or endpoint.partition(".")[0].endswith(("_seller", "_staff", "_look"))
    )
    and behind_a_proof(endpoint)
)


@pytest.mark.parametrize("endpoint", FINDING)
def test_without_the_proof_nothing_is_seen_and_nothing_is_changed(app: Flask, market: Market, endpoint: str) -> None:
    before = market.rows()
    for rule, method in rules_of(app, endpoint):
        if not rule.arguments:
            continue  # nothing is named: what is found follows from who one is
        for named in [{}, *market.addresses]:
            kept = dict(market.world.named)
            market.world.named.update(named)
            path = address(app, rule, market.world)
            market.world.named = kept
            for name, client in market.strangers.items():
                if _is_theirs(endpoint, name):
                    continue
                answer = knock(client, method, path, **_sent(method))
                told = f"{name} at {method} {path}: {answer.status_code}"
                refused = answer.location == _BACK.get(endpoint, "nowhere")
                assert refused or outcome(answer) in (SIGN_IN, NOTHING, NOT_YOURS, NO_KEY), told
                assert MARKER not in answer.text, told
    assert market.rows() == before


# Where one is led back to with a sentence, where a door says so and shows nothing.
_BACK = {"privacy_own_buyer.download": "/cuenta/datos"}


def _is_theirs(endpoint: str, name: str) -> bool:
    """Diego is the one who asked to open a shop, and the document in the address is his."""
    return endpoint == "sellers_buyer.document" and name == "other buyer"


def _sent(method: str) -> dict[str, Any]:
    return {"data": {"body": "x", "reason": "x", "remove": "1"}} if method != "GET" else {}


@pytest.mark.parametrize("whose", [0, 1])
def test_a_form_with_the_owners_key_opens_nothing(market: Market, whose: int) -> None:
    before = market.rows()
    form, code = market.forms[whose], market.addresses[whose]["purchase_code"]
    for name, client in market.strangers.items():
        answer = client.post("/pagar", data=form)
        assert (answer.status_code, answer.location) == (302, "/carrito"), name
        assert outcome(client.get(f"/compra/{code}")) in (SIGN_IN, NOTHING), name
        assert code not in client.get("/carrito").text, name
    assert market.rows() == before


def test_with_the_proof_it_opens(market: Market) -> None:
    """The negative control: the same doors, by who bought."""
    carla = market.entered("buyer")
    code = market.addresses[0]["purchase_code"]
    assert outcome(carla.get(f"/compra/{code}")) == IN
    assert MARKER in carla.get(f"/compra/{code}").text
    before = market.rows()
    assert carla.post(f"/compra/{code}/no-pagar").status_code == 302
    assert market.rows() != before
