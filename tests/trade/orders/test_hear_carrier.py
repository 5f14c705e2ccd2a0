"""A carrier says that a parcel arrived: heard by its signature alone, and believed about its own parcels."""

from __future__ import annotations

import io
import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from pydantic import SecretStr, ValidationError
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.app import settings_of
from marketplace.kernel import clock
from marketplace.kernel.settings import Settings
from marketplace.trade.orders.arrivals import deliver_by_carrier
from marketplace.trade.orders.models import Order
from marketplace.web.signatures import HEADER, sign
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.racing import at_once, forget_to_read_again
from tests.trade.buying import order_of

KEY, OTHER_KEY = "estafeta-" * 4, "dhl-" * 8
ARRIVED = {"event": "delivered", "tracking": make.TRACKING}


@pytest.fixture(autouse=True)
def keys(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_of(app), "carrier_keys", SecretStr(f"Estafeta={KEY}, DHL={OTHER_KEY}"))


def tell(
    app: Flask,
    what: Any,
    *,
    key: str = KEY,
    carrier: str = "Estafeta",
    late: timedelta = timedelta(0),
    header: str | None = None,
) -> TestResponse:
    """Say something as a carrier does; `what` is JSON, or bytes as they are."""
    body = what if isinstance(what, bytes) else json.dumps(what).encode()
    with app.app_context():
        signed = sign(key, body, clock.now() - late) if header is None else header
    return app.test_client().post(f"/hooks/paqueterias/{carrier}", data=body, headers={HEADER: signed})


@pytest.fixture
def shipped(market: Cast, worker: Worker) -> str:
    return make.shipped_order(market, worker, [make.line(make.goods(market))])


def test_an_order_counts_as_delivered_once(app: Flask, market: Cast, shipped: str) -> None:
    assert tell(app, ARRIVED).json == {"done": True}
    assert (order_of(market).state, order_of(market).delivered_by) == ("delivered", "carrier")
    first = order_of(market).delivered_at
    assert tell(app, ARRIVED).json == {"done": False}
    assert order_of(market).delivered_at == first


def test_a_number_is_read_as_carriers_print_it(app: Flask, market: Cast, shipped: str) -> None:
    assert tell(app, {**ARRIVED, "tracking": " ".join(make.TRACKING)}).json == {"done": True}


UNHEARD: list[dict[str, Any]] = [
    {"key": OTHER_KEY},
    {"carrier": "DHL"},
    {"carrier": "Redpack"},
    {"carrier": "Redpack", "key": ""},
    {"late": timedelta(minutes=6)},
    {"late": timedelta(minutes=-6)},
    {"header": ""},
    {"header": "t=1"},
    {"header": "v1=abc"},
    {"header": "t=²,v1=abc"},
    {"header": f"t={'9' * 5000},v1=abc"},
    {"header": "t=,v1=,="},
]


def test_who_does_not_sign_with_that_carriers_key_is_not_heard(app: Flask, market: Cast, shipped: str) -> None:
    for how in UNHEARD:
        answer = tell(app, ARRIVED, **how)
        assert answer.status_code == 401, how
        assert answer.content_type == "application/problem+json"
        assert answer.json["code"] == "bad_signature"
        assert "Set-Cookie" not in answer.headers
    assert order_of(market).state == "shipped"


def test_a_signature_is_for_what_was_signed(app: Flask, market: Cast, shipped: str) -> None:
    with app.app_context():
        header = sign(KEY, b"{}", clock.now())
    assert tell(app, ARRIVED, header=header).status_code == 401
    assert order_of(market).state == "shipped"


def test_what_is_of_another_kind_changes_nothing(app: Flask, market: Cast, shipped: str) -> None:
    for event in ("picked_up", "", "x" * 5000):
        assert tell(app, {**ARRIVED, "event": event}).json == {"done": False}
    assert order_of(market).state == "shipped"


UNREADABLE: list[Any] = [
    b"",
    b"\xff",
    b"[" * 10_000,
    [],
    {},
    {"event": "delivered"},
    {"event": 1, "tracking": make.TRACKING},
    {"event": "delivered", "tracking": None},
    {"event": "delivered", "tracking": "12"},
    {"event": "delivered", "tracking": "\x00" * 10},
]


def test_what_cannot_be_read_is_refused(app: Flask, market: Cast, shipped: str) -> None:
    for what in UNREADABLE:
        assert tell(app, what).status_code == 400, what
    assert order_of(market).state == "shipped"


def test_a_parcel_that_nobody_waits_for_changes_nothing(app: Flask, market: Cast, shipped: str) -> None:
    assert tell(app, {**ARRIVED, "tracking": "9999999999"}).json == {"done": False}
    assert order_of(market).state == "shipped"


def test_a_number_that_another_parcel_had_tells_nothing(app: Flask, market: Cast, worker: Worker, shipped: str) -> None:
    assert tell(app, ARRIVED).json == {"done": True}
    make.shipped_order(market, worker, [make.line(make.goods(market))])
    assert tell(app, ARRIVED).json == {"done": False}
    with market.above() as work:
        assert sorted(work.session.scalars(select(Order.state))) == ["delivered", "shipped"]


def test_nobody_makes_it_read_much(app: Flask, market: Cast) -> None:
    answer = app.test_client().post(
        "/hooks/paqueterias/Estafeta",
        data={"file": (io.BytesIO(b"x" * 20_000), "x")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "keys",
    ["Estafeta=short", f"={KEY}", f"Estafeta={KEY},DHL={KEY}", f"Estafeta={KEY},Estafeta={OTHER_KEY}", KEY],
)
def test_production_takes_no_key_that_is_short_nameless_or_said_twice(keys: str) -> None:
    with pytest.raises(ValidationError, match="TIANGUIS_CARRIER_KEYS"):
        Settings(profile="production", carrier_keys=SecretStr(keys))


@pytest.mark.parametrize("reads_again", [True, False])
def test_a_word_that_is_said_four_times_at_once_counts_once(
    app: Flask, market: Cast, shipped: str, monkeypatch: pytest.MonkeyPatch, reads_again: bool
) -> None:
    if not reads_again:
        forget_to_read_again(monkeypatch)  # the control

    def say(_number: int, together: threading.Barrier) -> bool:
        with market.above("carrier") as work:
            seen = work.session.scalars(select(Order)).all()  # held, so that the session knows it already
            together.wait()
            return bool(seen) and deliver_by_carrier(work, carrier="Estafeta", tracking=make.TRACKING)

    done = at_once(app, 4, say)
    assert (done.count(True) == 1) is reads_again
