"""Everything that tells of money is compared: what agrees says so, and each thing that does not is found by its name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.money.ledger import latest_check
from marketplace.money.ledger.models import LedgerBalance, SealedDay
from marketplace.money.ledger.rules import Entry, LedgerAccount, TransactionKind
from marketplace.money.ledger.sealing import seal_days
from marketplace.money.ledger.service import post
from marketplace.money.payments.models import Charge, Refund
from marketplace.platform.desk.comparing import check_books, differences
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, finish
from tests.cast import Cast
from tests.web.asking import client_of


@pytest.fixture
def code(market: Cast, worker: Worker) -> str:
    """An order that arrived, of which a piece went back, in a day that is sealed."""
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    finish(market, worker, ask(market, code, 1, reason="damaged"))
    with market.above("clock") as work:
        work.now += timedelta(days=1)
        seal_days(work)
    return code


def found(market: Cast) -> list[tuple[str, int]]:
    with market.above() as work:
        return [(one.kind.value, one.one_minor - one.other_minor) for one in differences(work)]


def test_a_market_where_all_went_well_agrees(market: Cast, worker: Worker, code: str) -> None:
    make.release(market)
    with market.above() as work:
        kinds = {one.kind.value for one in differences(work)}
    assert kinds == {"seal"}  # the release of a day that a test had sealed already; nothing else
    with market.above() as work:
        check_books(work)
    with market.above() as work:
        check = latest_check(work)
        assert check is not None
        assert [one["kind"] for one in check.differences] == ["seal"]
        assert check.entries > 10


def test_what_waits_for_its_payment_is_no_difference(market: Cast) -> None:
    make.place(market, [make.line(make.goods(market))])
    assert found(market) == []


def test_each_amount_that_somebody_wrote_over_is_found(market: Cast, code: str) -> None:
    assert found(market) == []
    with market.above() as work:
        work.session.execute(update(LedgerBalance).values(amount_minor=LedgerBalance.amount_minor + 3))
    assert found(market) == [("balance", 3)]
    with market.above() as work:
        work.session.execute(update(LedgerBalance).values(amount_minor=LedgerBalance.amount_minor - 3))
        work.session.execute(update(SealedDay).values(root="0" * 64))
    assert found(market) == [("seal", 0)]
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        order.refunded_minor += 1
    assert ("refunded", 1) in found(market)
    with market.above() as work:
        work.session.execute(update(Charge).values(amount_minor=Charge.amount_minor + 5))
    assert ("charge", 5) in found(market)
    with market.above() as work:
        work.session.execute(update(Refund).values(amount_minor=Refund.amount_minor + 7))
    assert ("refund", 7) in found(market)


def test_a_fee_that_only_the_books_know_is_found(market: Cast, code: str) -> None:
    entries = [
        Entry(LedgerAccount.SELLER_PENDING, "commission", 11, True),
        Entry(LedgerAccount.COMMISSION, "commission", -11, False),
    ]
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        whose = {"tenant_id": order.tenant_id, "order_id": order.id}
        post(work, kind=TransactionKind.SALE, cause="order:more", **whose, entries=entries)
    assert ("fees", -11) in found(market)


def test_staff_see_what_differs_and_what_to_do(app: Flask, market: Cast, code: str) -> None:
    with market.above() as work:
        work.session.execute(update(LedgerBalance).values(amount_minor=LedgerBalance.amount_minor + 3))
    sergio = client_of(app, market.sergio)
    assert "Todavía no se compara" in sergio.get("/operacion/finanzas").text
    with market.above("clock") as work:
        check_books(work)
    page = sergio.get("/operacion/finanzas").text
    assert "El saldo de una tienda no es la suma de sus renglones" in page
    assert "Los renglones mandan" in page
    assert "diferencia en los libros" in sergio.get("/operacion/").text
    with market.above() as work:
        work.session.execute(update(LedgerBalance).values(amount_minor=LedgerBalance.amount_minor - 3))
        check_books(work)
    assert "Todo coincide." in sergio.get("/operacion/finanzas").text
    assert "diferencia en los libros" not in sergio.get("/operacion/").text
