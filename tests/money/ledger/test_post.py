"""A transaction is written once for each kind and cause, sums to zero, and is never changed."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from marketplace.kernel.ids import new_id
from marketplace.money.ledger import rules
from marketplace.money.ledger import service as ledger
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction
from marketplace.money.ledger.rules import Entry, LedgerAccount, TransactionKind, adjustment, refunded
from tests.cast import Cast
from tests.money.ledger.books import kinds, sell
from tests.racing import at_once


def post(market: Cast, entries: list[Entry], **more: Any) -> bool:
    with market.above() as work:
        said = {
            "kind": TransactionKind.REFUND,
            "cause": "x",
            "tenant_id": market.alpaca.id,
            "order_id": new_id(),
            **more,
        }
        return ledger.post(work, **said, entries=entries)


def entries(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def test_it_keeps_when_for_what_and_whose(market: Cast) -> None:
    order_id = new_id()
    assert post(
        market,
        [Entry(LedgerAccount.SELLER_PENDING, "sale", -5, True), Entry(LedgerAccount.PROVIDER, "sale", 5, False)],
        order_id=order_id,
        kind=TransactionKind.SALE,
    )
    with market.above() as work:
        written = work.session.scalars(select(LedgerTransaction)).one()
        rows = work.session.scalars(select(LedgerEntry).order_by(LedgerEntry.amount_minor)).all()
        assert (written.kind, written.cause) == ("sale", "x")
        assert [(row.account, row.kind, row.amount_minor, row.tenant_id) for row in rows] == [
            ("seller_pending", "sale", -5, market.alpaca.id),
            ("provider", "sale", 5, None),
        ]
        assert {(row.order_id, row.transaction_id, row.currency, row.at) for row in rows} == {
            (order_id, written.id, "MXN", written.at)
        }


def test_the_same_kind_for_the_same_cause_is_written_once(market: Cast) -> None:
    assert post(market, refunded(5))
    assert not post(market, refunded(7))
    assert entries(market) == 2
    assert post(market, refunded(5), cause="y")
    assert post(market, adjustment(5), kind=TransactionKind.ADJUSTMENT)
    assert entries(market) == 6


def test_once_also_when_many_write_it_together(app: Flask, market: Cast) -> None:
    def write(_number: int, together: threading.Barrier) -> bool:
        together.wait()
        return post(market, refunded(5))

    assert sorted(at_once(app, 6, write)) == [False] * 5 + [True]
    assert entries(market) == 2


def test_what_does_not_sum_to_zero_is_refused_by_the_database_too(
    market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "check", lambda _kind, _entries: None)
    with pytest.raises(DBAPIError, match="does not sum to zero"):
        post(
            market,
            [Entry(LedgerAccount.PROVIDER, "sale", 5, False), Entry(LedgerAccount.COMMISSION, "sale", -4, False)],
        )
    assert kinds(market) == []


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (TransactionKind.REFUND, [*refunded(5), Entry(LedgerAccount.PROVIDER, "refund", 1, False)]),
        (TransactionKind.REVERSAL, refunded(5)),
        (TransactionKind.ADJUSTMENT, [replace(one, kind="gift") for one in adjustment(5)]),
        (TransactionKind.ADJUSTMENT, [replace(one, shop=not one.shop) for one in adjustment(5)]),
    ],
    ids=["the sum", "an account that is not its own", "no kind", "nobody's"],
)
def test_what_no_books_may_hold_is_not_written(market: Cast, kind: TransactionKind, wrong: list[Entry]) -> None:
    with pytest.raises(rules.WrongEntries):
        post(market, wrong, kind=kind)
    assert kinds(market) == []


@pytest.mark.parametrize("table", [LedgerEntry, LedgerTransaction])
def test_nobody_changes_or_takes_away_what_was_written(market: Cast, table: Any) -> None:
    sell(market)
    before = entries(market)
    for statement in (update(table).values(kind="other"), delete(table)):
        with pytest.raises(DBAPIError), market.above() as work:
            work.session.execute(statement)
    assert (entries(market), kinds(market)) == (before, ["sale"])
