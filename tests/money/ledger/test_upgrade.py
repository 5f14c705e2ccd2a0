"""A market whose books were written before their kinds were a closed set: nothing of them changes, and only kinds come in."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import IntegrityError

from marketplace.database import migrate
from tests.money.earlier import enter


def test_what_was_written_stays_and_no_unknown_kind_comes_in(before: str) -> None:
    engine = create_engine(before, poolclass=NullPool)
    shop, transaction = uuid4(), uuid4()
    entry = {"transaction_id": transaction, "currency": "MXN", "order_id": uuid4()}
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        enter(connection, "ledger_transaction", id=transaction, kind="sale", cause="order:1")
        provider = {"account": "provider", "kind": "sale", "amount_minor": 900, **entry}
        enter(connection, "ledger_entry", id=uuid4(), **provider)
        seller = {"account": "seller_pending", "kind": "sale", "amount_minor": -900, "tenant_id": shop, **entry}
        enter(connection, "ledger_entry", id=uuid4(), **seller)
    migrate(before)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT account, kind, amount_minor FROM ledger_entry ORDER BY amount_minor"))
        assert [tuple(row) for row in rows] == [("seller_pending", "sale", -900), ("provider", "sale", 900)]
        kept = connection.execute(text("SELECT tenant_id, account, amount_minor FROM ledger_balance"))
        assert [tuple(row) for row in kept] == [(shop, "seller_pending", -900)]
        assert connection.scalar(text("SELECT count(*) FROM adjustment")) == 0
    for table, wrong in (
        ("ledger_transaction", {"kind": "gift"}),
        ("ledger_entry", {"account": "pocket", "kind": "sale", **entry}),
        ("ledger_entry", {"account": "provider", "kind": "gift", **entry}),
        ("ledger_balance", {"account": "pocket"}),
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            enter(connection, table, **{"id": uuid4(), **wrong})
