"""What a provider sends: heard by its signature before anything is opened, kept once, answered at once, judged by a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from marketplace.app import settings_of
from marketplace.kernel.jobs import Job
from marketplace.money.payments.gateways import connect_providers, twin_secret
from marketplace.money.payments.models import Charge, ProviderEvent
from marketplace.money.payments.told import EventKind, Told
from marketplace.trade.orders.models import Order
from marketplace.web import access
from marketplace.web.signatures import HEADER
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.saying import body_of, event, signed
from tests.money.payments.telling import told_of

PATH = "/hooks/pagos/stripe"


def send(
    app: Flask, told: Told | bytes, *, key: str | None = None, late: timedelta = timedelta(0), path: str = PATH
) -> TestResponse:
    """Send something as Stripe does, or as somebody does who has another secret."""
    body = body_of(told) if isinstance(told, Told) else told
    headers = signed(key or twin_secret(settings_of(app)), body, datetime.now(UTC) - late)
    return app.test_client().post(path, data=body, headers=headers)


def kept(market: Cast) -> list[ProviderEvent]:
    with market.above() as work:
        return list(work.session.scalars(select(ProviderEvent)))


def charge_state(market: Cast) -> str:
    with market.above() as work:
        return work.session.scalars(select(Charge.state)).one()


def test_it_is_kept_and_answered_before_it_is_judged(app: Flask, market: Cast, worker: Worker) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    told = told_of(market, placed)
    assert send(app, told).json == {"done": True}
    (one,) = kept(market)
    assert (one.kind, one.said, one.provider_ref, one.key) == (
        told.kind,
        "checkout.session.completed",
        told.ref,
        told.key,
    )
    assert (one.amount_minor, one.currency) == (told.amount_minor, "MXN")
    assert (one.verdict, one.judged_at, one.charge_id) == (None, None, None)
    assert charge_state(market) == "pending"
    worker.drain()
    (one,) = kept(market)
    assert (one.verdict, one.judged_at is None) == ("taken", False)
    with market.above() as work:
        assert work.session.scalars(select(Charge.id)).one() == one.charge_id
        assert work.session.scalars(select(Order.state)).one() == "paid"


def test_the_same_event_is_kept_and_judged_once(app: Flask, market: Cast, worker: Worker) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    told = told_of(market, placed)
    assert send(app, told).json == {"done": True}
    # Under the same id nothing else is heard either: the first telling stands.
    assert send(app, replace(told, amount_minor=1)).json == {"done": False}
    with market.above() as work:
        jobs = select(func.count()).select_from(Job).where(Job.name == "judge_told")
        assert work.session.scalar(jobs) == 1
    worker.drain()
    assert [one.amount_minor for one in kept(market)] == [told.amount_minor]


@contextmanager
def nothing_opens(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:

        def opened(*_: Any, **__: Any) -> None:
            raise AssertionError("a unit of work was opened")

        patch.setattr(access, "unit_of_work", opened)
        yield


def test_who_does_not_sign_is_refused_before_a_unit_of_work_is_opened(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_of(market, make.place(market, [make.line(make.goods(market))]))
    with nothing_opens(monkeypatch):
        for answer in (
            send(app, told, key="somebody-else"),
            send(app, told, late=timedelta(minutes=6)),
            send(app, told, path="/hooks/pagos/nobody"),
            app.test_client().post(PATH, data=body_of(told)),
        ):
            assert answer.status_code == 401
            assert answer.json["code"] == "bad_signature"
        assert send(app, b"x" * 70_000).status_code == 413
        assert send(app, told).status_code == 500  # the control: who signs is let in
    assert kept(market) == []


def test_a_carrier_too_is_known_before_a_unit_of_work_is_opened(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nothing_opens(monkeypatch):
        answer = app.test_client().post("/hooks/paqueterias/Estafeta", data=b"{}", headers={HEADER: "t=1,v1=x"})
    assert answer.status_code == 401


_PAID = {"id": "pi_1", "object": "payment_intent", "amount_received": 1, "currency": "mxn", "metadata": {}}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"{}", b'{"type": "payment_intent.succeeded"}', b'{"object": "event", "data": 1}',
        event("payment_intent.succeeded", {**_PAID, "amount_received": "mil"}),
        event("payment_intent.succeeded", {**_PAID, "amount_received": 99999999999999999999}),
        event("payment_intent.succeeded", {**_PAID, "id": "a\0b"}),
        event("payment_intent.succeeded", {**_PAID, "currency": None}),
        event("payment_intent.succeeded", None), event("payment_intent.succeeded", _PAID, event_id=""),
    ],
)  # fmt: skip
def test_what_is_signed_and_makes_no_sense_is_a_bad_request(app: Flask, market: Cast, body: bytes) -> None:
    assert send(app, body).status_code == 400
    assert kept(market) == []


def test_a_kind_that_we_do_not_know_is_kept_in_its_own_words(app: Flask, market: Cast, worker: Worker) -> None:
    assert send(app, event("moon.full", {"id": "x"})).json == {"done": True}
    worker.drain()
    (one,) = kept(market)
    assert (one.kind, one.said, one.verdict) == ("other", "moon.full", "unknown_kind")


ORDERS = list(permutations([EventKind.CHARGE_WAITING, EventKind.CHARGE_DECLINED, EventKind.CHARGE_SUCCEEDED]))


@pytest.mark.parametrize("order", ORDERS)
def test_in_whatever_order_they_come_the_end_is_the_same(
    app: Flask, market: Cast, worker: Worker, order: tuple[EventKind, ...]
) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    for kind in order:
        send(app, told_of(market, placed, kind=kind, event_id=kind.value))
        worker.drain()
    with market.above() as work:
        attempt = make.attempt_of(work, placed.purchase_id)
        assert (attempt.state, attempt.received_minor) == ("succeeded", attempt.amount_minor)
    assert charge_state(market) == "succeeded"
    assert {one.verdict for one in kept(market)} <= {"taken", "over", "repeated"}


def test_a_slow_way_waits_and_a_part_is_not_the_whole(app: Flask, market: Cast, worker: Worker) -> None:
    placed = make.place(market, [make.line(make.goods(market))])

    def hear(kind: EventKind, amount_minor: int | None = None) -> tuple[str, int]:
        send(app, told_of(market, placed, kind=kind, amount_minor=amount_minor))
        worker.drain()
        with market.above() as work:
            attempt = make.attempt_of(work, placed.purchase_id)
            return attempt.state, attempt.received_minor

    assert hear(EventKind.CHARGE_WAITING) == ("waiting", 0)
    assert hear(EventKind.CHARGE_PARTIAL, 400) == ("waiting", 400)
    assert hear(EventKind.CHARGE_PARTIAL, 300) == ("waiting", 400)  # an older word
    assert hear(EventKind.CHARGE_PARTIAL, 500) == ("waiting", 500)
    assert charge_state(market) == "pending"
    assert hear(EventKind.CHARGE_ENDED) == ("ended", 500)
    assert [one.verdict for one in kept(market) if one.kind == "charge.ended"] == ["left"]
    with market.above() as work:
        assert make.attempt_of(work, placed.purchase_id).ended_at is not None
        assert work.session.scalars(select(Order.state)).one() == "awaiting_payment"


def test_where_real_money_is_taken_the_twin_is_not_heard(app: Flask, market: Cast) -> None:
    told = told_of(market, make.place(market, [make.line(make.goods(market))]))
    settings = settings_of(app).model_copy(update={"payments": "stripe", "stripe_key": SecretStr("sk_live_x")})
    connect_providers(settings)
    try:
        assert send(app, told).status_code == 401
    finally:
        connect_providers(settings_of(app))
    assert send(app, told).status_code == 200
